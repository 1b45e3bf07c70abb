import { BoundedQueue } from "../../../kit/bounded-queue.ts";
import { cseqOf } from "../message/cseq.ts";
import { addHeader, hasHeader, headerValue, headerValues, setHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipHeader, SipMessage, SipParseFault, SipRequest, SipResponse } from "../message/types.ts";
import { branchOf, parseVia, topVia, type Via } from "../message/via.ts";
import { Admission, defaultTransactionLimits, type TransactionLimits } from "./admission.ts";
import { makeCancel } from "./follow-up.ts";
import { inviteClient } from "./invite-client.ts";
import { inviteServer } from "./invite-server.ts";
import { MachineRunner } from "./machine-runner.ts";
import { clientKey, is2543, makeBranch, mergeKey, serverKey } from "./matching.ts";
import { nonInviteClient } from "./non-invite-client.ts";
import { nonInviteServer } from "./non-invite-server.ts";
import { outgoing, responsePeer, stampVia } from "./return-path.ts";
import type { TransactionRecord } from "./transaction-record.ts";
import {
  defaultTransactionTimers,
  type Peer,
  type TransactionKey,
  type TransactionOutput,
  type Transactions,
  type TransactionTimers,
} from "./types.ts";

export type TransactionLayerOptions = {
  timers?: TransactionTimers;
  limits?: Partial<TransactionLimits>;
  /** Unguessable token characters, new each time: branches and tags are made of them. */
  newId: () => string;
  /** What our Via says towards that peer; `host` without IPv6 brackets. */
  sentBy: (peer: Peer) => { host: string; port: number };
  /** Answer to the source port even when the client did not ask (phones behind routers, older than RFC 3581). Default: as the RFC says. */
  forceRport?: boolean;
};

type Arrival = { request: SipRequest; via: Via; from: Peer; now: number };

/** RFC 3261 17 for a user agent: it matches, repeats, absorbs, acknowledges failures and answers what needs no user above. */
export class TransactionLayer implements Transactions {
  readonly #options: TransactionLayerOptions;
  readonly #limits: TransactionLimits;
  readonly #runner: MachineRunner;
  readonly #admission: Admission;
  readonly #clients = new Map<TransactionKey, TransactionRecord>();
  readonly #servers = new Map<TransactionKey, TransactionRecord>();
  readonly #merges = new Map<string, TransactionRecord>();
  readonly #outputs: BoundedQueue<TransactionOutput>;

  constructor(options: TransactionLayerOptions) {
    this.#options = options;
    this.#limits = { ...defaultTransactionLimits, ...options.limits };
    this.#admission = new Admission(this.#limits);
    // The owner drains after every call, so this holds what one call or one timeout makes: a few outputs per transaction.
    this.#outputs = new BoundedQueue(8 * (this.#limits.total + this.#limits.client) + 1_024);
    this.#runner = new MachineRunner(options.timers ?? defaultTransactionTimers, this.#limits, {
      emit: (output) => this.#emit(output),
      ended: (transaction) => this.#forget(transaction),
      releaseCancel: (transaction, now) => this.#sendCancel(transaction, now),
      toTag: (transaction) => this.#toTag(transaction),
    });
  }

  get size(): { client: number; server: number } {
    return { client: this.#clients.size, server: this.#servers.size };
  }

  poll(): TransactionOutput | undefined {
    return this.#outputs.shift();
  }

  timeout(now: number): void {
    this.#runner.timeout(now);
  }

  wakeAt(): number | undefined {
    return this.#runner.wakeAt();
  }

  receive(message: SipMessage, from: Peer, now: number): void {
    if (message.kind === "response") this.#receiveResponse(message, from, now);
    else this.#receiveRequest(message, from, now);
  }

  request(request: SipRequest, to: Peer, now: number): TransactionKey {
    const branch = makeBranch(this.#options.newId());
    const key = clientKey(branch, request.method);
    if (this.#clients.size >= this.#limits.client) {
      this.#emit({ do: "failed", key, why: "transport" });
      this.#emit({ do: "ended", key });
      return key;
    }
    const sent = outgoing(request, to, this.#options.sentBy(to), branch);
    this.#startClient({ key, request: sent, peer: to, branch, silent: false }, now);
    return key;
  }

  respond(key: TransactionKey, response: SipResponse, now: number): boolean {
    const transaction = this.#servers.get(key);
    if (!transaction || transaction.silent) return false;
    return this.#answer(transaction, response, now);
  }

  cancel(key: TransactionKey, now: number, extraHeaders: readonly SipHeader[] = []): boolean {
    const transaction = this.#clients.get(key);
    if (!transaction?.invite || (transaction.state !== "calling" && transaction.state !== "proceeding")) return false;
    if (transaction.cancel) return true;
    transaction.cancel = { headers: extraHeaders, sent: false };
    // RFC 3261 9.1: not before a provisional response
    if (transaction.state === "proceeding") this.#sendCancel(transaction, now);
    return true;
  }

  sendStateless(message: SipMessage, to: Peer): void {
    this.#emit({ do: "send", message, to, key: "" });
  }

  transportFailed(key: TransactionKey, now: number): void {
    const transaction = this.#clients.get(key) ?? this.#servers.get(key);
    if (transaction) this.#runner.handle(transaction, "transport", undefined, now);
  }

  /** Answers bytes that were recognisably a request but no usable one (RFC 3261 8.2, 21.4); silent when the fault says so or in a flood. */
  refuse(fault: SipParseFault, from: Peer, now: number): void {
    if (fault.answer === undefined || !fault.request || !this.#admission.mayRefuse(now)) return;
    const via = topVia(fault.request);
    const stamped = via ? stampVia(fault.request, via, from, this.#forceRport) : fault.request;
    const response = makeResponse(stamped, fault.answer, undefined, { toTag: this.#options.newId() });
    this.sendStateless(response, via ? responsePeer(via, from) : from);
  }

  get #forceRport(): boolean {
    return this.#options.forceRport ?? false;
  }

  #emit(output: TransactionOutput): void {
    this.#outputs.push(output);
  }

  #forget(transaction: TransactionRecord): void {
    (transaction.machine.side === "client" ? this.#clients : this.#servers).delete(transaction.key);
    if (transaction.source !== undefined) this.#admission.leave(transaction.source);
    if (transaction.merge !== undefined && this.#merges.get(transaction.merge) === transaction)
      this.#merges.delete(transaction.merge);
    if (!transaction.silent) this.#emit({ do: "ended", key: transaction.key });
  }

  // --- client side

  #startClient(
    start: { key: TransactionKey; request: SipRequest; peer: Peer; branch: string; silent: boolean },
    now: number,
  ): void {
    const invite = start.request.method === "INVITE";
    const machine = invite ? inviteClient : nonInviteClient;
    const transaction: TransactionRecord = { ...start, machine, invite, state: "", timers: new Map(), intervalMs: 0 };
    this.#clients.set(start.key, transaction);
    this.#runner.begin(transaction, now);
  }

  #sendCancel(transaction: TransactionRecord, now: number): void {
    const { cancel, branch, peer, request } = transaction;
    if (!cancel || cancel.sent || branch === undefined) return;
    cancel.sent = true;
    this.#runner.startTimer(transaction, "cancel", now);
    this.#startClient(
      { key: clientKey(branch, "CANCEL"), request: makeCancel(request, cancel.headers), peer, branch, silent: true },
      now,
    );
  }

  #receiveResponse(response: SipResponse, from: Peer, now: number): void {
    // RFC 3261 8.1.3.3: a second Via means it is for somebody else
    const vias = headerValues(response, "Via");
    const via = vias.length === 1 ? parseVia(vias[0]!) : undefined;
    const branch = via && branchOf(via);
    const method = cseqOf(response)?.method;
    const transaction = branch === undefined || method === undefined ? undefined : this.#clients.get(clientKey(branch, method));
    if (transaction) this.#runner.handle(transaction, eventOf(response), { message: response, from }, now);
  }

  // --- server side

  #receiveRequest(received: SipRequest, from: Peer, now: number): void {
    const via = topVia(received);
    if (!via) return;
    const key = serverKey(received, via);
    const arrival: Arrival = { request: stampVia(received, via, from, this.#forceRport), via, from, now };
    const known = this.#servers.get(key);
    if (received.method === "ACK") this.#receiveAck(arrival, key, known);
    else if (known) this.#runner.handle(known, "retransmission", { message: arrival.request, from }, now);
    else if (received.method === "CANCEL") this.#receiveCancel(arrival, key);
    else this.#receiveNew(arrival, key);
  }

  #receiveNew(arrival: Arrival, key: TransactionKey): void {
    const { request, from, now } = arrival;
    const merge = mergeKey(request);
    const merged = merge !== undefined && this.#isMerged(merge);
    const transaction = this.#startServer(arrival, key, merged);
    if (!transaction) {
      this.#refuseBusy(arrival);
      return;
    }
    if (merged) {
      // RFC 3261 8.2.2.2
      this.#answer(transaction, makeResponse(request, 482), now);
      return;
    }
    if (merge !== undefined) {
      transaction.merge = merge;
      this.#merges.set(merge, transaction);
    }
    // RFC 3261 17.2.1: the user above may take its time
    if (transaction.invite) this.#answer(transaction, makeResponse(request, 100), now);
    this.#emit({ do: "request", key, request, from });
  }

  // A phone that answers our challenge without raising CSeq breaks RFC 3261 22.2, yet it is no loop.
  #isMerged(merge: string): boolean {
    const other = this.#merges.get(merge)?.last;
    const challenged = other?.kind === "response" && (other.status === 401 || other.status === 407);
    return this.#merges.has(merge) && !challenged;
  }

  #startServer({ request, via, from, now }: Arrival, key: TransactionKey, silent: boolean): TransactionRecord | undefined {
    if (!this.#admission.enter(from.address)) return undefined;
    const invite = request.method === "INVITE";
    const machine = invite ? inviteServer : nonInviteServer;
    const peer = responsePeer(via, from);
    const transaction: TransactionRecord = {
      key,
      machine,
      invite,
      peer,
      request,
      silent,
      source: from.address,
      state: "",
      timers: new Map(),
      intervalMs: 0,
    };
    this.#servers.set(key, transaction);
    this.#runner.begin(transaction, now);
    return transaction;
  }

  /** RFC 3261 21.5.4: over the limit. Silence beyond a rate, or a flood would be doubled. */
  #refuseBusy({ request, via, from, now }: Arrival): void {
    if (!this.#admission.mayRefuse(now)) return;
    const response = makeResponse(request, 503, undefined, { toTag: this.#options.newId() });
    addHeader(response, "Retry-After", String(this.#limits.retryAfterS));
    this.sendStateless(response, responsePeer(via, from));
  }

  #receiveAck({ request, from, now }: Arrival, key: TransactionKey, transaction: TransactionRecord | undefined): void {
    if (!transaction || (is2543(key) && !this.#acknowledges(request, transaction))) {
      this.#emit({ do: "ack", request, from });
      return;
    }
    this.#runner.handle(transaction, "ack", { message: request, from }, now);
  }

  // RFC 3261 17.2.3: without a branch only the To tag tells whether the ACK is for what we sent.
  #acknowledges(ack: SipRequest, transaction: TransactionRecord): boolean {
    const answered = transaction.last && headerValue(transaction.last, "To");
    return tagOf(headerValue(ack, "To") ?? "") === tagOf(answered ?? "");
  }

  // RFC 3261 9.2
  #receiveCancel(arrival: Arrival, key: TransactionKey): void {
    const { request, via, from, now } = arrival;
    const target = this.#servers.get(serverKey(request, via, "INVITE"));
    const response = makeResponse(request, target ? 200 : 481, undefined, {
      toTag: target ? this.#toTag(target) : this.#options.newId(),
    });
    const transaction = this.#startServer(arrival, key, true);
    if (transaction) this.#answer(transaction, response, now);
    else if (this.#admission.mayRefuse(now)) this.sendStateless(response, responsePeer(via, from));
    if (target && !target.silent && target.state === "proceeding")
      this.#emit({ do: "cancelled", key: target.key, request, from });
  }

  #toTag(transaction: TransactionRecord): string {
    transaction.toTag ??= this.#options.newId();
    return transaction.toTag;
  }

  #answer(transaction: TransactionRecord, response: SipResponse, now: number): boolean {
    const message = this.#completed(transaction, response);
    return this.#runner.handle(transaction, eventOf(response), { message, from: transaction.peer }, now);
  }

  /** The stamped Vias and a To tag where the user above gave none. */
  #completed(transaction: TransactionRecord, response: SipResponse): SipResponse {
    const out: SipResponse = { ...response, headers: [...response.headers] };
    if (!hasHeader(out, "Via")) {
      const vias = transaction.request.headers.filter(({ name }) => name.toLowerCase() === "via");
      out.headers.unshift(...vias);
    }
    const to = headerValue(out, "To");
    const tag = to === undefined ? undefined : tagOf(to);
    if (tag !== undefined) transaction.toTag = tag;
    else if (to !== undefined && out.status > 100) setHeader(out, "To", `${to};tag=${this.#toTag(transaction)}`);
    return out;
  }
}

const eventOf = (response: SipResponse): "provisional" | "success" | "failure" =>
  response.status < 200 ? "provisional" : response.status < 300 ? "success" : "failure";

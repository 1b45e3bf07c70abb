import { addHeader, hasHeader, headerValue, setHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipParseFault, SipRequest, SipResponse } from "../message/types.ts";
import { topVia, type Via } from "../message/via.ts";
import { Admission, type TransactionLimits } from "./admission.ts";
import { inviteServer } from "./invite-server.ts";
import type { MachineRunner } from "./machine-runner.ts";
import { is2543, mergeKey, serverKey } from "./matching.ts";
import { nonInviteServer } from "./non-invite-server.ts";
import { responseEvent } from "./response-event.ts";
import { responsePeer, stampVia } from "./return-path.ts";
import type { TransactionRecord } from "./transaction-record.ts";
import type { Peer, TransactionKey, TransactionOutput } from "./types.ts";

export type ServerSideParts = {
  runner: MachineRunner;
  emit: (output: TransactionOutput) => void;
  limits: TransactionLimits;
  newId: () => string;
  forceRport: boolean;
};

type Arrival = { request: SipRequest; via: Via; from: Peer; now: number; key: TransactionKey };

/** The transactions others start: matching, merged requests, CANCEL, caps, and the way back. */
export class ServerSide {
  readonly transactions = new Map<TransactionKey, TransactionRecord>();
  readonly #parts: ServerSideParts;
  readonly #admission: Admission;
  readonly #merges = new Map<string, TransactionRecord>();

  constructor(parts: ServerSideParts) {
    this.#parts = parts;
    this.#admission = new Admission(parts.limits);
  }

  receive(received: SipRequest, from: Peer, now: number): void {
    const via = topVia(received);
    if (!via) return;
    const key = serverKey(received, via);
    const arrival: Arrival = { request: stampVia(received, via, from, this.#parts.forceRport), via, from, now, key };
    const known = this.transactions.get(key);
    if (received.method === "ACK") this.#acknowledge(arrival, known);
    else if (known) this.#parts.runner.handle(known, "retransmission", { message: arrival.request, from }, now);
    else if (received.method === "CANCEL") this.#cancel(arrival);
    else this.#begin(arrival);
  }

  respond(key: TransactionKey, response: SipResponse, now: number): boolean {
    const transaction = this.transactions.get(key);
    return transaction !== undefined && this.#answer(transaction, response, now);
  }

  refuse(fault: SipParseFault, from: Peer, now: number): void {
    if (fault.answer === undefined || !fault.request) return;
    const via = topVia(fault.request);
    const request = via ? stampVia(fault.request, via, from, this.#parts.forceRport) : fault.request;
    this.#answerStateless(
      makeResponse(request, fault.answer, undefined, { toTag: this.#parts.newId() }),
      via ? responsePeer(via, from) : from,
      now,
    );
  }

  /** The tag of all answers of this transaction that come without one. */
  toTag(transaction: TransactionRecord): string {
    transaction.toTag ??= this.#parts.newId();
    return transaction.toTag;
  }

  forget(transaction: TransactionRecord): void {
    this.transactions.delete(transaction.key);
    if (transaction.source !== undefined) this.#admission.leave(transaction.source);
    if (transaction.merge !== undefined && this.#merges.get(transaction.merge) === transaction)
      this.#merges.delete(transaction.merge);
  }

  #begin(arrival: Arrival): void {
    const { request, from, now, key } = arrival;
    const merge = mergeKey(request);
    const merged = merge !== undefined && this.#isMerged(merge);
    const transaction = this.#start(arrival, merged);
    if (!transaction) this.#refuseBusy(arrival);
    // RFC 3261 8.2.2.2
    else if (merged) this.#answer(transaction, makeResponse(request, 482), now);
    else {
      if (merge !== undefined) {
        transaction.merge = merge;
        this.#merges.set(merge, transaction);
      }
      // RFC 3261 17.2.1: the user above may take its time
      if (transaction.invite) this.#answer(transaction, makeResponse(request, 100), now);
      this.#parts.emit({ do: "request", key, request, from });
    }
  }

  // A phone that answers our challenge without raising CSeq breaks RFC 3261 22.2, yet it is no loop.
  #isMerged(merge: string): boolean {
    const other = this.#merges.get(merge);
    const challenged = other?.last?.kind === "response" && (other.last.status === 401 || other.last.status === 407);
    return other !== undefined && !challenged;
  }

  #start({ request, via, from, now, key }: Arrival, silent: boolean): TransactionRecord | undefined {
    if (!this.#admission.enter(from.address)) return undefined;
    const invite = request.method === "INVITE";
    const transaction: TransactionRecord = {
      key,
      machine: invite ? inviteServer : nonInviteServer,
      invite,
      peer: responsePeer(via, from),
      request,
      silent,
      source: from.address,
      state: "",
      timers: new Map(),
      intervalMs: 0,
    };
    this.transactions.set(key, transaction);
    this.#parts.runner.begin(transaction, now);
    return transaction;
  }

  // RFC 3261 21.5.4
  #refuseBusy({ request, via, from, now }: Arrival): void {
    const response = makeResponse(request, 503, undefined, { toTag: this.#parts.newId() });
    addHeader(response, "Retry-After", String(this.#parts.limits.retryAfterS));
    this.#answerStateless(response, responsePeer(via, from), now);
  }

  /** Silent beyond a rate, or a flood would be doubled. */
  #answerStateless(message: SipResponse, to: Peer, now: number): void {
    if (this.#admission.mayRefuse(now)) this.#parts.emit({ do: "send", message, to, key: "" });
  }

  #acknowledge({ request, from, now, key }: Arrival, transaction: TransactionRecord | undefined): void {
    if (!transaction || (is2543(key) && !answeredBy(request, transaction))) this.#parts.emit({ do: "ack", request, from });
    else this.#parts.runner.handle(transaction, "ack", { message: request, from }, now);
  }

  // RFC 3261 9.2
  #cancel(arrival: Arrival): void {
    const { request, via, from, now } = arrival;
    const target = this.transactions.get(serverKey(request, via, "INVITE"));
    const response = makeResponse(request, target ? 200 : 481, undefined, {
      toTag: target ? this.toTag(target) : this.#parts.newId(),
    });
    const transaction = this.#start(arrival, true);
    if (transaction) this.#answer(transaction, response, now);
    else this.#answerStateless(response, responsePeer(via, from), now);
    if (target && !target.silent && target.state === "proceeding")
      this.#parts.emit({ do: "cancelled", key: target.key, request, from });
  }

  #answer(transaction: TransactionRecord, response: SipResponse, now: number): boolean {
    const message = this.#completed(transaction, response);
    return this.#parts.runner.handle(transaction, responseEvent(response), { message, from: transaction.peer }, now);
  }

  /** The request's CSeq always (RFC 3261 8.2.6.2); the stamped Vias and a To tag where the user above gave none. */
  #completed(transaction: TransactionRecord, response: SipResponse): SipResponse {
    const out: SipResponse = { ...response, headers: [...response.headers] };
    if (!hasHeader(out, "Via"))
      out.headers.unshift(...transaction.request.headers.filter(({ name }) => name.toLowerCase() === "via"));
    setHeader(out, "CSeq", headerValue(transaction.request, "CSeq") ?? "");
    const to = headerValue(out, "To");
    const tag = to === undefined ? undefined : tagOf(to);
    if (tag !== undefined) transaction.toTag = tag;
    else if (to !== undefined && out.status > 100) setHeader(out, "To", `${to};tag=${this.toTag(transaction)}`);
    return out;
  }
}

// RFC 3261 17.2.3: without a branch only the To tag tells whether the ACK is for what we sent.
function answeredBy(ack: SipRequest, transaction: TransactionRecord): boolean {
  const answered = transaction.last && headerValue(transaction.last, "To");
  return tagOf(headerValue(ack, "To") ?? "") === tagOf(answered ?? "");
}

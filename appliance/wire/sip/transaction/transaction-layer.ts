import { BoundedQueue } from "../../../kit/bounded-queue.ts";
import type { SipHeader, SipMessage, SipParseFault, SipRequest, SipResponse } from "../message/types.ts";
import { defaultTransactionLimits, type TransactionLimits } from "./admission.ts";
import { ClientSide } from "./client-side.ts";
import { MachineRunner } from "./machine-runner.ts";
import { ServerSide } from "./server-side.ts";
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

/** RFC 3261 17 for a user agent: it matches, repeats, absorbs, acknowledges failures and answers what needs no user above. */
export class TransactionLayer implements Transactions {
  readonly #runner: MachineRunner;
  readonly #client: ClientSide;
  readonly #server: ServerSide;
  readonly #outputs: BoundedQueue<TransactionOutput>;

  constructor({ timers = defaultTransactionTimers, limits: given, newId, sentBy, forceRport = false }: TransactionLayerOptions) {
    const limits: TransactionLimits = { ...defaultTransactionLimits, ...given };
    // The owner drains after every call, so this holds what one call or one timeout makes: a few outputs per transaction.
    this.#outputs = new BoundedQueue(8 * (limits.total + limits.client) + 1_024);
    const emit = (output: TransactionOutput): void => {
      this.#outputs.push(output);
    };
    const runner = new MachineRunner(timers, limits, {
      emit,
      ended: (transaction) => this.#ended(transaction),
      releaseCancel: (transaction, now) => this.#client.sendCancel(transaction, now),
      toTag: (transaction) => this.#server.toTag(transaction),
    });
    this.#runner = runner;
    this.#client = new ClientSide({ runner, emit, limits, newId, sentBy });
    this.#server = new ServerSide({ runner, emit, limits, newId, forceRport });
  }

  get size(): { client: number; server: number } {
    return { client: this.#client.transactions.size, server: this.#server.transactions.size };
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
    if (message.kind === "response") this.#client.receive(message, from, now);
    else this.#server.receive(message, from, now);
  }

  request(request: SipRequest, to: Peer, now: number): TransactionKey {
    return this.#client.request(request, to, now);
  }

  respond(key: TransactionKey, response: SipResponse, now: number): boolean {
    return this.#server.respond(key, response, now);
  }

  cancel(key: TransactionKey, now: number, extraHeaders: readonly SipHeader[] = []): boolean {
    return this.#client.cancel(key, now, extraHeaders);
  }

  sendStateless(message: SipMessage, to: Peer): void {
    this.#outputs.push({ do: "send", message, to, key: "" });
  }

  transportFailed(key: TransactionKey, now: number): void {
    const transaction = this.#client.transactions.get(key) ?? this.#server.transactions.get(key);
    if (transaction) this.#runner.handle(transaction, "transport", undefined, now);
  }

  /** Answers bytes that were recognisably a request but no usable one (RFC 3261 8.2, 21.4); silent when the fault says so or in a flood. */
  refuse(fault: SipParseFault, from: Peer, now: number): void {
    this.#server.refuse(fault, from, now);
  }

  #ended(transaction: TransactionRecord): void {
    if (transaction.machine.side === "client") this.#client.transactions.delete(transaction.key);
    else this.#server.forget(transaction);
    if (!transaction.silent) this.#outputs.push({ do: "ended", key: transaction.key });
  }
}

import { BoundedQueue } from "../../../kit/bounded-queue.ts";
import { headerValue } from "../message/headers.ts";
import { serialize } from "../message/serialize.ts";
import type { SipMessage } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentOptions, AgentOutput, CdrReason, Meta, Notice } from "./agent-types.ts";
import { AppRoster } from "./app-roster.ts";
import { DialogStore } from "./dialog-store.ts";
import { FlowCache } from "./flow-cache.ts";
import type { ClientExchange, DialogEntry, ServerExchange } from "./live-state.ts";
import { MessageLadder } from "./message-ladder.ts";
import { TimerQueue } from "./timer-queue.ts";

const OUTPUT_LIMIT = 100_000;

/** What all parts of the agent share: its clock, its books, and the one ordered queue of outputs. */
export class AgentCore {
  readonly options: AgentOptions;
  readonly timers = new TimerQueue();
  readonly dialogs: DialogStore;
  readonly roster = new AppRoster();
  readonly flows: FlowCache;
  readonly ladder: MessageLadder;
  readonly serverByKey = new Map<TransactionKey, ServerExchange>();
  readonly serverById = new Map<string, ServerExchange>();
  readonly clientByKey = new Map<TransactionKey, ClientExchange>();
  readonly clientById = new Map<string, ClientExchange>();
  readonly lookups = new Map<
    number,
    (found: readonly { transport: Peer["transport"]; address: string; port: number }[]) => void
  >();
  /** Monotonic ms of the input being worked on. */
  now = 0;
  stopping = false;
  /** Outputs lost because nobody drained them; stays 0 with a working edge. */
  lost = 0;
  #queue = new BoundedQueue<AgentOutput>(OUTPUT_LIMIT);
  #bytes = new WeakMap<SipMessage, Uint8Array>();
  #lastQuery = 0;

  constructor(options: AgentOptions) {
    this.options = options;
    this.dialogs = new DialogStore(options.limits.dialogs);
    this.flows = new FlowCache(options.limits.flows);
    this.ladder = new MessageLadder(options.limits.ladder);
  }

  get atMs(): number {
    return this.options.epochMs + this.now;
  }

  out(output: AgentOutput): void {
    if (!this.#queue.push(output)) this.lost++;
  }

  nextOutput(): AgentOutput | undefined {
    return this.#queue.shift();
  }

  nextQuery(): number {
    this.#lastQuery = (this.#lastQuery + 1) % 2 ** 31;
    return this.#lastQuery;
  }

  /** The same object is sent again and again while it is retransmitted, and echoed before: it becomes bytes once. */
  bytesOf(message: SipMessage): Uint8Array {
    let bytes = this.#bytes.get(message);
    if (bytes === undefined) {
      bytes = serialize(message);
      this.#bytes.set(message, bytes);
    }
    return bytes;
  }

  tell(client: string | undefined, notice: Notice): void {
    if (this.roster.has(client)) this.out({ do: "tell", client, notice });
  }

  fail(client: string | undefined, replyTo: string, why: string): void {
    this.tell(client, { kind: "failed", replyTo, why });
  }

  /** Makes a message that came in or goes out readable later. */
  note(direction: "in" | "out", message: SipMessage, bytes: Uint8Array, peer: Peer): void {
    const callId = headerValue(message, "Call-ID");
    if (callId !== undefined) this.ladder.note(callId, direction, peer, bytes, this.atMs);
  }

  metaOf(source: Meta["source"], sip: Uint8Array, peer: Peer): Meta {
    return { source, bytes: sip.length, protocol: peer.transport, address: peer.address, port: peer.port, atMs: this.atMs };
  }

  /** For what the server sends on behalf of an application: the own place. */
  localMeta(sip: Uint8Array, to: Peer): Meta {
    const { host: address, port } = this.options.advertised(to.local, to.address);
    return { source: "application", bytes: sip.length, protocol: to.transport, address, port, atMs: this.atMs };
  }

  /** For messages the server made up itself: no bytes, no place. */
  ownMeta(source: Meta["source"], transport: Peer["transport"]): Meta {
    return { source, bytes: 0, protocol: transport, address: "", port: 0, atMs: this.atMs };
  }

  cdr(
    event: { kind: "attempt" } | { kind: "start"; role: "uac" | "uas" } | { kind: "stop"; reason: CdrReason },
    source: Meta["source"],
    message: SipMessage,
  ): void {
    const listeners = this.roster.all(`cdr:${event.kind}`);
    if (listeners.length === 0) return;
    const base = { source, atMs: this.atMs, sip: this.bytesOf(message) };
    const notice: Notice =
      event.kind === "attempt"
        ? { kind: "cdr-attempt", ...base }
        : event.kind === "start"
          ? { kind: "cdr-start", ...base, role: event.role }
          : { kind: "cdr-stop", ...base, reason: event.reason };
    for (const client of listeners) this.tell(client, notice);
  }

  /** A request of the network has its final answer: nothing waits for the application any more. */
  settle(exchange: ServerExchange): void {
    exchange.finalSent = true;
    exchange.echo = undefined;
    this.timers.callOff(exchange.waiting);
    if (exchange.reliable !== undefined) {
      this.timers.callOff(exchange.reliable.current?.resend);
      this.timers.callOff(exchange.reliable.giveUp);
      exchange.reliable.current = undefined;
      exchange.reliable.queued = [];
      const { held } = exchange.reliable;
      exchange.reliable.held = undefined;
      held?.lost();
    }
    this.serverById.delete(exchange.id);
    const { dialog } = exchange;
    if (dialog?.serverInvite === exchange) dialog.serverInvite = undefined;
    if (dialog?.serverUpdate === exchange) dialog.serverUpdate = undefined;
  }

  /** Forgets a dialog and everything that waits for it. */
  dropDialog(entry: DialogEntry): void {
    entry.ending = true;
    for (const timer of [
      entry.sessionTimer,
      entry.expiry,
      entry.orphan,
      entry.unacked?.resend,
      entry.unacked?.giveUp,
      entry.answered?.giveUp,
    ]) {
      this.timers.callOff(timer);
    }
    entry.unacked = undefined;
    const waiting = entry.whenAcked;
    entry.whenAcked = [];
    this.dialogs.remove(entry);
    for (const { lost } of waiting) lost();
  }
}

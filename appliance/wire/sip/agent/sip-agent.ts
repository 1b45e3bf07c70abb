import { exhaustive } from "../../../kit/exhaustive.ts";
import type { DialogSnapshot } from "../dialog/snapshot-dialog.ts";
import { snapshotDialog } from "../dialog/snapshot-dialog.ts";
import { headerValue } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import { parseMessage } from "../message/parse-message.ts";
import type { SipLimits, SipRequest } from "../message/types.ts";
import { defaultSipLimits } from "../message/types.ts";
import type { Peer, TransactionKey, TransactionOutput } from "../transaction/types.ts";
import { AgentCore } from "./agent-core.ts";
import type { AgentOptions, AgentOutput, AppCommand, Candidate, Gauges } from "./agent-types.ts";
import { ackReceived } from "./answered-invite.ts";
import { answerFromApp } from "./app-answer.ts";
import { cancelFromApp } from "./app-cancel.ts";
import { appGone, shutDown } from "./app-gone.ts";
import { requestFromApp } from "./app-request.ts";
import { cancelSeen, inviteCancelled } from "./call-ended-early.ts";
import { requestReceived } from "./incoming-request.ts";
import type { LadderCall, SipTraceEntry } from "./message-ladder.ts";
import { exchangeAnswered, exchangeEnded, exchangeFailed, exchangeSent } from "./outgoing.ts";
import { followPeer } from "./request-in-dialog.ts";
import { restoreDialogs } from "./restore-dialogs.ts";

/** User agents of scanners; no phone is called that. */
const scanner =
  /friendly-scanner|sipvicious|sipcli|sip-scan|sundayddr|iwar|sivus|smap|vaxsipuseragent|pplsip|sipsak-scan|siparmyknife/i;

/**
 * The SIP server without sockets, clock and randomness: user agent core above the transaction layer, towards applications that decide.
 * After every input drain `poll()` until undefined, in order: an echo always stands before the message it speaks of.
 */
export class SipAgent {
  readonly #core: AgentCore;
  readonly #limits: SipLimits;

  constructor(options: AgentOptions, limits: SipLimits = defaultSipLimits) {
    this.#core = new AgentCore(options);
    this.#limits = limits;
  }

  /** One datagram, or one message cut from a stream. */
  receive(bytes: Uint8Array, from: Peer, now: number): void {
    const core = this.#at(now);
    const message = parseMessage(bytes, this.#limits, from.transport === "udp" ? "datagram" : "stream");
    if (message.kind === "fault") {
      if (message.why === "empty") return;
      core.out({ do: "suspect", address: from.address, why: "undecodable" });
      core.options.transactions.refuse(message, from, now);
      return;
    }
    core.note("in", message, bytes, from);
    if (message.kind === "request") {
      if (scanner.test(headerValue(message, "User-Agent") ?? "")) {
        // Silence tells a scanner less than any answer.
        core.out({ do: "suspect", address: from.address, why: "scanner" });
        return;
      }
      if (message.method === "CANCEL") cancelSeen(core, message);
    }
    core.options.transactions.receive(message, from, now);
  }

  /** The edge could not deliver what `key` names, or an answer it belongs to. */
  transportFailed(key: TransactionKey, now: number): void {
    this.#at(now).options.transactions.transportFailed(key, now);
  }

  connectionClosed(connection: string, now: number): void {
    const core = this.#at(now);
    core.flows.connectionClosed(connection);
    for (const { data } of core.dialogs.all()) {
      if (data.peer.connection === connection) {
        const { connection: _gone, ...peer } = data.peer;
        data.peer = peer;
      }
    }
  }

  /** The answer to a `resolve` output, best first; empty when nothing was found. */
  resolved(query: number, found: readonly Candidate[], now: number): void {
    const then = this.#at(now).lookups.get(query);
    this.#core.lookups.delete(query);
    then?.(found);
  }

  /** An application is there; `routes` says which verbs (lower case) and `cdr:` events it wants at any time. */
  clientCame(client: string, routes: (verb: string) => boolean, now: number): void {
    this.#at(now).roster.add(client, routes);
  }

  /** An application is gone: what it was asked is refused, its calls end unless somebody speaks for them within a while. */
  clientGone(client: string, now: number): void {
    appGone(this.#at(now), client);
  }

  app(client: string, command: AppCommand, now: number): void {
    const core = this.#at(now);
    switch (command.kind) {
      case "request":
        requestFromApp(core, client, command);
        return;
      case "cancel":
        cancelFromApp(core, client, command);
        return;
      case "response":
        answerFromApp(core, client, command);
        return;
      default:
        exhaustive(command);
    }
  }

  timeout(now: number): void {
    const core = this.#at(now);
    core.options.transactions.timeout(now);
    core.timers.runDue(now);
  }

  wakeAt(): number | undefined {
    const own = this.#core.timers.wakeAt();
    const layer = this.#core.options.transactions.wakeAt();
    return own === undefined ? layer : layer === undefined ? own : Math.min(own, layer);
  }

  poll(): AgentOutput | undefined {
    const core = this.#core;
    for (;;) {
      const own = core.nextOutput();
      if (own !== undefined) return own;
      const output = core.options.transactions.poll();
      if (output === undefined) return undefined;
      this.#carryOut(output);
    }
  }

  /** Every confirmed dialog, ready to be kept elsewhere. */
  snapshotDialogs(now: number): DialogSnapshot[] {
    const confirmed = [...this.#core.dialogs.all()].filter(({ data, ending }) => data.state === "confirmed" && !ending);
    return confirmed.map(({ data }) => snapshotDialog(data, now));
  }

  /** Takes up dialogs of another server; an application claims one by speaking of it. Gives how many. */
  restoreDialogs(snapshots: readonly DialogSnapshot[], now: number): number {
    return restoreDialogs(this.#at(now), snapshots);
  }

  /** Graceful end: no new calls, open ones are refused, cancelled or hung up. Wait until `idle`. */
  shutdown(reason: string, now: number): void {
    shutDown(this.#at(now), reason);
  }

  /** Nothing of ours waits for an answer of the network any more. */
  get idle(): boolean {
    for (const exchange of this.#core.clientById.values()) if (exchange.state !== "done") return false;
    return this.#core.dialogs.size === 0;
  }

  ladder(callId: string): SipTraceEntry[] {
    return this.#core.ladder.read(callId);
  }

  ladderCalls(): LadderCall[] {
    return this.#core.ladder.list();
  }

  gauges(): Gauges {
    const core = this.#core;
    return {
      serverExchanges: core.serverById.size,
      clientExchanges: core.clientById.size,
      dialogs: core.dialogs.size,
      timers: core.timers.size,
      transactions: core.options.transactions.size,
    };
  }

  #at(now: number): AgentCore {
    this.#core.now = now;
    return this.#core;
  }

  #carryOut(output: TransactionOutput): void {
    const core = this.#core;
    switch (output.do) {
      case "send":
        this.#send(output);
        return;
      case "request":
        requestReceived(core, output.key, output.request, output.from);
        return;
      case "ack":
        this.#acknowledged(output.request, output.from);
        return;
      case "cancelled":
        inviteCancelled(core, output.key, output.request, output.from);
        return;
      case "response":
        exchangeAnswered(core, output.key, output.response, output.from);
        return;
      case "failed":
        exchangeFailed(core, output.key, output.why);
        return;
      case "ended": {
        const exchange = core.serverByKey.get(output.key);
        core.serverByKey.delete(output.key);
        if (exchange !== undefined && !exchange.finalSent) core.settle(exchange);
        exchangeEnded(core, output.key);
        return;
      }
      default:
        exhaustive(output);
    }
  }

  /** An echo that waits for this very message goes out before it. */
  #send({ message, to, key }: Extract<TransactionOutput, { do: "send" }>): void {
    const core = this.#core;
    if (message.kind === "request") exchangeSent(core, key, message, to);
    else {
      const exchange = core.serverByKey.get(key);
      const echo = message.status > 100 ? exchange?.echo : undefined;
      if (exchange !== undefined && echo !== undefined) {
        exchange.echo = undefined;
        echo(message, to);
      }
    }
    const bytes = core.bytesOf(message);
    core.note("out", message, bytes, to);
    core.out({ do: "send", bytes, to, key: key === "" ? undefined : key });
  }

  #acknowledged(ack: SipRequest, from: Peer): void {
    const core = this.#core;
    const [callId, to, fromTag] = [headerValue(ack, "Call-ID"), headerValue(ack, "To"), tagOf(headerValue(ack, "From") ?? "")];
    const entry = core.dialogs.find(callId ?? "", tagOf(to ?? "") ?? "", fromTag ?? "");
    if (entry === undefined) return;
    followPeer(entry, from);
    ackReceived(core, entry, ack, from);
  }
}

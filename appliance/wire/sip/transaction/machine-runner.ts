import { exhaustive } from "../../../kit/exhaustive.ts";
import { makeResponse } from "../message/make-response.ts";
import type { SipMessage } from "../message/types.ts";
import type { TransactionLimits } from "./admission.ts";
import { makeFailureAck } from "./follow-up.ts";
import type { MachineAction, MachineEvent, Step, TimerName } from "./machine.ts";
import { timerMs } from "./timer-durations.ts";
import { TimerHeap } from "./timer-heap.ts";
import type { DueTimer, TransactionRecord } from "./transaction-record.ts";
import type { Peer, TransactionOutput, TransactionTimers } from "./types.ts";

export type RunnerHooks = {
  emit(output: TransactionOutput): void;
  /** The transaction reached its end; its timers are already stopped. */
  ended(transaction: TransactionRecord): void;
  releaseCancel(transaction: TransactionRecord, now: number): void;
  toTag(transaction: TransactionRecord): string;
};

/** What came with an event: the message and its sender. */
type Cause = { message: SipMessage; from: Peer } | undefined;

/** Plays the tables: looks up state × event, changes the state, stops and starts timers, performs the actions. */
export class MachineRunner {
  readonly #timers: TransactionTimers;
  readonly #limits: TransactionLimits;
  readonly #hooks: RunnerHooks;
  readonly #heap = new TimerHeap<DueTimer>();

  constructor(timers: TransactionTimers, limits: TransactionLimits, hooks: RunnerHooks) {
    this.#timers = timers;
    this.#limits = limits;
    this.#hooks = hooks;
  }

  begin(transaction: TransactionRecord, now: number): void {
    this.#take(transaction, transaction.machine.start, { message: transaction.request, from: transaction.peer }, now);
  }

  /** False when the event means nothing in the present state. */
  handle(transaction: TransactionRecord, event: MachineEvent, cause: Cause, now: number): boolean {
    const step = transaction.machine.states[transaction.state]?.[event];
    if (step) this.#take(transaction, step, cause, now);
    return step !== undefined;
  }

  timeout(now: number): void {
    for (let due = this.#heap.takeDue(now); due; due = this.#heap.takeDue(now)) {
      due.transaction.timers.delete(due.timer);
      this.handle(due.transaction, `timer ${due.timer}`, undefined, now);
    }
  }

  wakeAt(): number | undefined {
    return this.#heap.next();
  }

  startTimer(transaction: TransactionRecord, timer: TimerName, now: number): void {
    const ms = timerMs(timer, transaction.invite, transaction.peer.transport !== "udp", this.#timers, this.#limits);
    if (ms === undefined) return;
    if (timer === "A" || timer === "E" || timer === "G") transaction.intervalMs = ms;
    if (ms === 0) this.handle(transaction, `timer ${timer}`, undefined, now);
    else this.#arm(transaction, timer, now + ms);
  }

  #arm(transaction: TransactionRecord, timer: TimerName, at: number): void {
    const old = transaction.timers.get(timer);
    if (old) this.#heap.cancel(old);
    transaction.timers.set(timer, this.#heap.add(at, { transaction, timer }));
  }

  #take(transaction: TransactionRecord, step: Step, cause: Cause, now: number): void {
    if (step.to !== transaction.state) {
      for (const [name, entry] of transaction.timers) {
        if (step.keep?.includes(name)) continue;
        this.#heap.cancel(entry);
        transaction.timers.delete(name);
      }
    }
    transaction.state = step.to;
    for (const action of step.do) this.#perform(transaction, action, cause, now);
    if (step.to === "terminated") this.#hooks.ended(transaction);
  }

  #perform(transaction: TransactionRecord, action: MachineAction, cause: Cause, now: number): void {
    switch (action) {
      case "send":
        if (cause) this.#send(transaction, cause.message);
        return;
      case "resend":
        if (transaction.last) this.#send(transaction, transaction.last);
        return;
      case "deliver":
        if (cause?.message.kind === "response" && !transaction.silent)
          this.#hooks.emit({ do: "response", key: transaction.key, response: cause.message, from: cause.from });
        return;
      case "acknowledge":
        if (cause?.message.kind === "response") this.#send(transaction, makeFailureAck(transaction.request, cause.message));
        return;
      case "pass ack":
        if (cause?.message.kind === "request") this.#hooks.emit({ do: "ack", request: cause.message, from: cause.from });
        return;
      case "release cancel":
        this.#hooks.releaseCancel(transaction, now);
        return;
      case "answer 500":
        this.#send(transaction, makeResponse(transaction.request, 500, undefined, { toTag: this.#hooks.toTag(transaction) }));
        return;
      case "fail timeout":
      case "fail transport":
      case "fail no-ack":
        this.#fail(transaction, action);
        return;
      case "double A":
      case "double E":
      case "double G":
      case "slow E":
        this.#repeat(transaction, action, now);
        return;
      default:
        this.startTimer(transaction, startedTimer(action), now);
    }
  }

  #send(transaction: TransactionRecord, message: SipMessage): void {
    transaction.last = message;
    this.#hooks.emit({ do: "send", message, to: transaction.peer, key: transaction.key });
  }

  #fail(transaction: TransactionRecord, action: "fail timeout" | "fail transport" | "fail no-ack"): void {
    if (transaction.silent) return;
    const why = action === "fail timeout" ? "timeout" : action === "fail transport" ? "transport" : "no-ack";
    this.#hooks.emit({ do: "failed", key: transaction.key, why });
  }

  #repeat(transaction: TransactionRecord, action: "double A" | "double E" | "double G" | "slow E", now: number): void {
    const doubled = transaction.intervalMs * 2;
    // RFC 3261 17.1.1.2: A grows without bound; 17.1.2.2, 17.2.1: E and G stop growing at T2
    transaction.intervalMs =
      action === "double A" ? doubled : action === "slow E" ? this.#timers.t2Ms : Math.min(doubled, this.#timers.t2Ms);
    this.#arm(transaction, action === "double A" ? "A" : action === "double G" ? "G" : "E", now + transaction.intervalMs);
  }
}

const startable = [
  "A",
  "B",
  "D",
  "E",
  "F",
  "G",
  "H",
  "I",
  "J",
  "K",
  "L",
  "M",
  "cancel",
  "pending",
] as const satisfies readonly TimerName[];

function startedTimer(action: `start ${TimerName}`): TimerName {
  const name = startable.find((timer) => action === `start ${timer}`);
  return name ?? exhaustive(action as never);
}

import { finalResult, isCallOver } from "./final-result.ts";
import { LineReader } from "./line-reader.ts";
import type { AtAnswer, AtScript, AtStep } from "./script.ts";

export type AtHappened =
  /** Came by itself: a call, a message, a change of the network. */
  | { on: "unsolicited"; line: string }
  /** Commands in a row without any answer; the recovery ladder counts them. */
  | { on: "silent"; inARow: number };

type Running = { step: AtStep; lines: string[]; dueMs: number; sentText: boolean };
type Queued = { script: AtScript<unknown>; done: (result: unknown) => void; urgent: boolean };

/** Scripts waiting for their turn. A modem that has fallen so far behind is not helped by more. */
const mostWaiting = 64;
/** Lines kept of one answer: a SIM holds at most 255 messages of two lines each. */
const mostLines = 600;
/** After a timeout the late answer must not become the next command's: the modem gets this long to say it. */
const settleMs = 300;
const escapeKey = "\x1b";
const endOfText = "\x1a";

/**
 * Speaks AT with one modem: a command at a time, scripts one after the other. No ports and no clock of its own: feed bytes and moments, take
 * what is to be sent and what happened.
 */
export class AtEngine {
  readonly #reader = new LineReader();
  readonly #queue: Queued[] = [];
  readonly #out: string[] = [];
  readonly #happened: AtHappened[] = [];
  #script: Queued | undefined;
  #running: Running | undefined;
  /** The script's next step, while a late answer may still come. */
  #waitingStep: AtStep | undefined;
  #settledMs = 0;
  #silent = 0;
  #closed = false;

  /** Queues a script; `done` gets its result. False when too many wait already, or the port is closed: then it never runs. */
  run<Result>(script: AtScript<Result>, nowMs: number, done: (result: Result) => void = () => {}): boolean {
    if (this.#closed || this.#queue.length >= mostWaiting) return false;
    this.#queue.push({ script, done: done as (result: unknown) => void, urgent: false });
    this.#go(nowMs);
    return true;
  }

  /** Ahead of what waits, behind others of its kind: hanging up doesn't stand in line behind a list of messages, nor does it overtake the answering. */
  runFirst<Result>(script: AtScript<Result>, nowMs: number, done: (result: Result) => void = () => {}): void {
    if (this.#closed) return;
    const usual = this.#queue.findIndex((queued) => !queued.urgent);
    const queued = { script, done: done as (result: unknown) => void, urgent: true };
    this.#queue.splice(usual < 0 ? this.#queue.length : usual, 0, queued);
    this.#go(nowMs);
  }

  receive(bytes: Uint8Array, nowMs: number): void {
    for (const piece of this.#reader.feed(bytes)) {
      this.#silent = 0;
      if ("prompt" in piece) this.#prompted();
      else this.#line(piece.line, nowMs);
    }
  }

  /** The moment has come that `wakeAtMs` named. */
  timeout(nowMs: number): void {
    const running = this.#running;
    if (running && nowMs >= running.dueMs) {
      this.#silent++;
      this.#happened.push({ on: "silent", inARow: this.#silent });
      // A modem that stands in the prompt takes everything for text until it is called off.
      if (running.step.text !== undefined) this.#out.push(escapeKey);
      this.#reader.forget();
      this.#settledMs = nowMs + settleMs;
      this.#end({ ok: false, why: { kind: isUnsent(running) ? "unsent" : "timeout" }, lines: running.lines }, nowMs);
    }
    this.#go(nowMs);
  }

  get wakeAtMs(): number | undefined {
    if (this.#running) return this.#running.dueMs;
    return this.#script || this.#queue.length > 0 ? this.#settledMs : undefined;
  }

  get idle(): boolean {
    return !this.#running && !this.#script && this.#queue.length === 0;
  }

  /** What is to be sent now, in order. */
  takeOut(): string[] {
    return this.#out.splice(0);
  }
  takeHappened(): AtHappened[] {
    return this.#happened.splice(0);
  }

  /** The port is gone: whatever runs or waits is told so, and comes to its end. */
  close(nowMs: number): void {
    this.#closed = true;
    while (this.#script || this.#queue.length > 0) {
      const sent = this.#running && this.#sentOut(this.#running);
      this.#running = undefined;
      this.#waitingStep = undefined;
      const gone: AtAnswer = { ok: false, why: { kind: sent ? "gone" : "unsent" }, lines: [] };
      this.#advance(this.#script ? gone : undefined, nowMs);
    }
    this.#out.length = 0;
  }

  /** What waits in `#out` has not gone yet. */
  #sentOut(running: Running): boolean {
    const text = running.sentText ? `${running.step.text}${endOfText}` : `AT${running.step.command}\r`;
    return !isUnsent(running) && !this.#out.includes(text);
  }

  #go(nowMs: number): void {
    if (this.#running || nowMs < this.#settledMs) return;
    const step = this.#waitingStep;
    this.#waitingStep = undefined;
    if (step) this.#send(step, nowMs);
    else if (!this.#script) this.#advance(undefined, nowMs);
  }

  /** Goes on with the script at hand, or begins those that wait, until one has something to send. */
  #advance(answer: AtAnswer | undefined, nowMs: number): void {
    let given = answer;
    // Whoever hears of a result may have begun the next script already.
    while (!this.#running && !this.#waitingStep) {
      this.#script ??= this.#queue.shift();
      if (!this.#script) return;
      const { script, done } = this.#script;
      const next = given ? script.next(given) : script.next();
      given = undefined;
      if (next.done) {
        this.#script = undefined;
        done(next.value);
      } else if (nowMs < this.#settledMs) this.#waitingStep = next.value;
      else this.#send(next.value, nowMs);
    }
  }

  #send(step: AtStep, nowMs: number): void {
    this.#running = { step, lines: [], dueMs: nowMs + step.timeoutMs, sentText: false };
    this.#out.push(`AT${step.command}\r`);
  }

  #end(answer: AtAnswer, nowMs: number): void {
    this.#running = undefined;
    this.#advance(answer, nowMs);
  }

  #prompted(): void {
    const running = this.#running;
    // A prompt nobody asked for: the modem stands in one from before we came.
    if (running?.step.text === undefined || running.sentText) this.#out.push(escapeKey);
    else {
      running.sentText = true;
      this.#out.push(`${running.step.text}${endOfText}`);
    }
  }

  #line(line: string, nowMs: number): void {
    const running = this.#running;
    if (!running) {
      this.#happened.push({ on: "unsolicited", line });
      return;
    }
    const { step } = running;
    // The echo, until it is off; and the text of a message, which some echo too.
    if (line === `AT${step.command}` || line === step.text) return;
    // V.250 6.3.1, 6.3.5: what begins or takes a call can end with what a call ends with.
    const calls = /^D|;D|^A$/.test(step.command);
    const final = finalResult(line);
    if (final && (!isCallOver(line) || calls)) {
      this.#end(final.ok ? { ok: true, lines: running.lines } : { ok: false, why: final.why, lines: running.lines }, nowMs);
      return;
    }
    if (!isCallOver(line) && this.#isAnswer(line, running) && running.lines.length < mostLines) running.lines.push(line);
    else this.#happened.push({ on: "unsolicited", line });
  }

  #isAnswer(line: string, { step, lines }: Running): boolean {
    if (step.answer === undefined) return !comesByItself(line);
    // TS 27.005 3.4.2, 3.4.3: the PDU stands on the line after its heading.
    const afterHeading = lines.at(-1)?.startsWith(step.answer) === true && /^[0-9A-F]{2,}$/i.test(line);
    return line.startsWith(step.answer) || afterHeading;
  }
}

/** A command whose text the modem never asked for: nothing has left. */
const isUnsent = ({ step, sentText }: Running): boolean => step.text !== undefined && !sentText;

/** Lines of TS 27.007, 27.005 and the families that nobody asked for. */
const comesByItself = (line: string): boolean =>
  line === "RING" ||
  /^(\+CRING|\+CLIP|\+CCWA|\+CMTI|\+CDSI|\+CMT|\+CDS|\+CUSD|\+QIND|\+QTONEDET|\+RXDTMF|\+DTMF|\+CPIN|\^[A-Z]+|RDY|SMS |PB |VOICE CALL|MISSED_CALL|\+CFUN):?/.test(
    line,
  );

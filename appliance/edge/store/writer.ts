import { Worker } from "node:worker_threads";
import { exhaustive } from "../../kit/exhaustive.ts";
import { Backlog, type QueuedItem } from "./backlog.ts";
import { StoreOpenError, StoreRefusal, StoreUnavailable } from "./store-error.ts";
import { cleared, raised, type StoreProblem, type StoreProblemCode } from "./store-problem.ts";
import type { WriteOp, WriteResult } from "./write-op.ts";
import type { FromWriter, PreviousBoot, ToWriter, WriterItem, WriterStart } from "./writer-message.ts";

/** What happens within this time shares one transaction, unless somebody waits: each costs an fsync and some dozens of small writes. */
const gatherMs = 20;
/** So many don't wait for more. */
const gatherEntries = 250;
const retryFirstMs = 200;
const retryMostMs = 5_000;
/** People waiting for an answer at one time; each holds a request open. */
const askLimit = 1_000;

export type WriterOptions = {
  start: WriterStart;
  hear: (problem: StoreProblem) => void;
  /** The journal was suspended and the disk works again: a snapshot is wanted. */
  wantSnapshot: () => void;
  limit: number;
};
type Ask = { resolve: (done: number) => void; reject: (error: Error) => void };

/** Hands what is to be written to the writer thread, batch by batch, and tries again for as long as the disk fails. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #backlog: Backlog;
  readonly #asks = new Map<number, Ask>();
  readonly #raised = new Map<StoreProblemCode, string>();
  #flushes: { serial: number; done: () => void; failed: (error: Error) => void }[] = [];
  #worker: Worker | undefined;
  #inFlight: QueuedItem[] | undefined;
  #retry: QueuedItem[] | undefined;
  #retryMs = retryFirstMs;
  #retryTimer: NodeJS.Timeout | undefined;
  #nextAsk = 1;
  #scheduled = false;
  #gathering: NodeJS.Timeout | undefined;
  #stopping = false;
  #stopped: (() => void) | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.limit);
  }

  /** Starts the thread; resolves with how the last run ended, rejects with StoreOpenError. */
  open(): Promise<PreviousBoot | undefined> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./writer-thread.ts", import.meta.url), {
        name: "store",
        workerData: this.#options.start,
        execArgv: [],
        // Batches are small and short-lived: more room would only be more memory.
        resourceLimits: { maxYoungGenerationSizeMb: 6 },
      });
      let opened = false;
      let fault: unknown;
      worker.on("message", (message: FromWriter) => {
        if (message.type === "open") {
          opened = true;
          this.#worker = worker;
          if (this.#stopping) worker.postMessage({ type: "stop" } satisfies ToWriter);
          resolve(message.previous);
        } else if (message.type === "refused") reject(new StoreOpenError(message.file, message.what, message.hint));
        else this.#hear(message);
      });
      worker.on("error", (error) => {
        fault = error;
      });
      worker.on("exit", () => {
        if (opened) this.#exited(fault instanceof Error ? fault.message : "the writer thread ended");
        else reject(fault ?? new Error("the writer thread ended before it had opened the database"));
      });
    });
  }

  get behind(): boolean {
    return this.#raised.has("store-behind");
  }

  push(item: Exclude<WriterItem, { kind: "ask" }>): void {
    if (this.#stopping) return;
    this.#backlog.push(item);
    if (!this.behind && this.#backlog.entries >= this.#backlog.limit / 4) this.#raise("store-behind", "");
    this.#schedule(false);
  }

  /** Resolves when it is on disk. Rejects with StoreRefusal or StoreUnavailable; then nothing was written. */
  ask(op: WriteOp): Promise<number> {
    if (this.#stopping || this.#asks.size >= askLimit) return Promise.reject(new StoreUnavailable("too much is waiting"));
    return new Promise((resolve, reject) => {
      const ask = this.#nextAsk++;
      this.#asks.set(ask, { resolve, reject });
      this.#backlog.push({ kind: "ask", ask, op });
      this.#schedule(true);
    });
  }

  /** Resolves when all that was handed over before is on disk; rejects when the store is closed first. */
  flushed(): Promise<void> {
    return new Promise((done, failed) => {
      this.#flushes.push({ serial: this.#backlog.serial, done, failed });
      this.#settleFlushes();
      if (this.#flushes.length > 0) this.#schedule(true);
    });
  }

  /** Stops the thread. What could not be written by then is lost: wait for `flushed` first. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#gathering);
    for (const ask of [...this.#asks.keys()]) this.#settle(ask, new StoreUnavailable("the store is closing"));
    for (const flush of this.#flushes.splice(0)) flush.failed(new StoreUnavailable("the store is closing"));
    const worker = this.#worker;
    if (!worker) return;
    await new Promise<void>((resolve) => {
      this.#stopped = resolve;
      worker.postMessage({ type: "stop" } satisfies ToWriter);
    });
  }

  /** The next batch: at the end of this turn of the loop when somebody waits for it or it is large, else when some time has gathered. */
  #schedule(atOnce: boolean): void {
    if (this.#scheduled) return;
    if (!atOnce && this.#backlog.entries < gatherEntries) {
      this.#gathering ??= setTimeout(() => {
        this.#gathering = undefined;
        this.#pump();
      }, gatherMs);
      return;
    }
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#inFlight || this.#retryTimer || this.#stopping || !this.#worker) return;
    const batch = this.#retry ?? this.#backlog.take();
    if (batch.length === 0) return;
    this.#retry = undefined;
    this.#inFlight = batch;
    this.#worker.postMessage({ type: "batch", items: batch } satisfies ToWriter);
  }

  #hear(message: Exclude<FromWriter, { type: "open" | "refused" }>): void {
    switch (message.type) {
      case "committed":
        this.#committed(message);
        return;
      case "failed":
        this.#failed(message.code, message.message);
        return;
      case "stopped":
        this.#worker = undefined;
        this.#stopped?.();
        return;
      default:
        exhaustive(message);
    }
  }

  #committed(message: Extract<FromWriter, { type: "committed" }>): void {
    this.#inFlight = undefined;
    this.#retryMs = retryFirstMs;
    for (const { ask, result } of message.results) this.#settle(ask, result);
    for (const row of message.skipped.slice(0, 10)) this.#options.hear(raised("store-row-refused", row.slice(0, 100), row));
    this.#clear("store-full");
    this.#clear("store-fault");
    // A call taken before the journal is whole again would be forgotten by a crash.
    if (this.behind && !this.#backlog.suspended && this.#backlog.entries <= this.#backlog.limit / 8) this.#clear("store-behind");
    const dropped = this.#backlog.takeDropped();
    if (dropped > 0) this.#options.hear(raised("store-lines-dropped", "", String(dropped)));
    this.#settleFlushes();
    if (this.#backlog.suspended && this.#backlog.empty) this.#options.wantSnapshot();
    if (!this.#backlog.empty) this.#schedule(this.#asks.size > 0 || this.#flushes.length > 0);
  }

  #failed(code: string, why: string): void {
    // A heartbeat is worth nothing later; who waits for an answer is told rather than kept.
    const kept = (this.#inFlight ?? []).filter((item) => item.kind !== "alive" && item.kind !== "ask");
    for (const item of this.#inFlight ?? []) if (item.kind === "ask") this.#settle(item.ask, new StoreUnavailable(why));
    for (const ask of this.#backlog.takeAsks()) this.#settle(ask, new StoreUnavailable(why));
    this.#inFlight = undefined;
    this.#retry = kept.length > 0 ? kept : undefined;
    this.#raise(/^SQLITE_FULL/.test(code) || /disk is full|ENOSPC/.test(why) ? "store-full" : "store-fault", "", why);
    if (this.#stopping) return;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      this.#pump();
    }, this.#retryMs);
    this.#retryMs = Math.min(retryMostMs, this.#retryMs * 2);
  }

  /** The thread died by itself: what it had in hand is written again by the next one, which does no harm (upserts). */
  #exited(why: string): void {
    this.#worker = undefined;
    if (this.#stopping) {
      this.#stopped?.();
      return;
    }
    this.#failed("", why);
    const again = (): void => {
      if (this.#stopping) return;
      this.open().then(
        () => this.#schedule(true),
        (error: unknown) => {
          this.#failed("", error instanceof Error ? error.message : String(error));
          setTimeout(again, retryMostMs);
        },
      );
    };
    again();
  }

  #settle(ask: number, result: WriteResult | Error): void {
    const waiting = this.#asks.get(ask);
    this.#asks.delete(ask);
    if (!waiting) return;
    if (result instanceof Error) waiting.reject(result);
    else if ("refused" in result) waiting.reject(new StoreRefusal(result.refused));
    else if ("broken" in result) waiting.reject(new Error(result.broken));
    else waiting.resolve(result.done);
  }

  #settleFlushes(): void {
    if (this.#inFlight || this.#retry || this.#flushes.length === 0) return;
    const upTo = this.#backlog.takenUpTo;
    const ready = this.#flushes.filter((flush) => flush.serial <= upTo);
    this.#flushes = this.#flushes.filter((flush) => flush.serial > upTo);
    for (const flush of ready) flush.done();
  }

  #raise(code: StoreProblemCode, subject: string, detail = ""): void {
    if (this.#raised.has(code)) return;
    this.#raised.set(code, subject);
    this.#options.hear(raised(code, subject, detail));
  }

  #clear(code: StoreProblemCode): void {
    const subject = this.#raised.get(code);
    if (subject === undefined) return;
    this.#raised.delete(code);
    this.#options.hear(cleared(code, subject));
  }
}

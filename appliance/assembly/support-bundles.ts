import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { Value } from "typebox/value";
import { SupportBundle } from "../contract/diagnostics.ts";
import type { FaultCode } from "../contract/faults.ts";
import type { Clock } from "../runtime/clock.ts";
import { RowFiles } from "../runtime/row-files.ts";
import type { BundleJob, FromBundle, ToBundle } from "./bundle-messages.ts";

/** Made ones that are kept, the newest; a draft nobody makes goes after a while. */
const mostKept = 3;
const keptForMs = 14 * 86_400_000;
const draftForMs = 30 * 60_000;
const partLimitMs = 10_000;
const eventsLimitMs = 120_000;
const heapMb = 768;

type Draft = {
  row: SupportBundle;
  worker: Worker;
  parts: Map<number, (part: Extract<FromBundle, { told: "part" }>) => void>;
  callOff: () => void;
};
export type BundlesParts = { dir: string; clock: Clock; note(text: string): void };

/** Support bundles: one is gathered and looked at, then made; the last ones are kept. */
export class SupportBundles {
  readonly #parts: BundlesParts;
  readonly #files: RowFiles<SupportBundle>;
  readonly #made = new Map<string, SupportBundle>();
  #draft: Draft | undefined;
  #lastAsk = 0;

  constructor(parts: BundlesParts) {
    this.#parts = parts;
    this.#files = new RowFiles(parts.dir, (found) => Value.Check(SupportBundle, found));
  }

  /** Takes up those that were made; pieces of one that wasn't go. */
  async open(): Promise<void> {
    for (const row of await this.#files.open(({ id }, names) => names.includes(`${id}.zip`))) this.#made.set(row.id, row);
    await this.#dropOld();
  }

  /** Newest first. */
  list(): SupportBundle[] {
    const all = [...(this.#draft ? [this.#draft.row] : []), ...this.#made.values()];
    return all.sort((a, b) => b.atMs - a.atMs);
  }
  get(id: string): SupportBundle | undefined {
    return this.list().find((one) => one.id === id);
  }

  /** What was being looked at before is given up. */
  gather(job: BundleJob): SupportBundle {
    this.#giveUp();
    const { clock } = this.#parts;
    const row: SupportBundle = {
      id: `support-${job.atMs.toString(36)}-${randomBytes(3).toString("hex")}`,
      by: job.by,
      atMs: job.atMs,
      state: "gathering",
      progress: 0,
      choices: job.choices,
      parts: [],
    };
    const worker = newWorker(job);
    const callOff = clock.at(clock.nowMs() + draftForMs, () => this.#giveUp());
    const draft: Draft = { row, worker, parts: new Map(), callOff };
    this.#draft = draft;
    worker.on("message", (told: FromBundle) => void this.#heard(draft, told));
    worker.on("error", (error: Error) => this.#failed(draft, error.message));
    return row;
  }

  /** A part as it will go; nothing when it can't be read. */
  part(id: string, name: string): Promise<{ name: string; text: string; cut: boolean } | undefined> {
    const draft = this.#draft;
    if (draft?.row.id !== id || draft.row.state === "gathering" || draft.row.state === "failed")
      return Promise.resolve(undefined);
    const n = ++this.#lastAsk;
    return new Promise((resolve) => {
      const { clock } = this.#parts;
      const callOff = clock.at(clock.nowMs() + partLimitMs, () => done(undefined));
      const done = (part: Extract<FromBundle, { told: "part" }> | undefined): void => {
        callOff();
        draft.parts.delete(n);
        resolve(part?.text === undefined ? undefined : { name, text: part.text, cut: part.cut });
      };
      draft.parts.set(n, done);
      draft.worker.postMessage({ ask: "part", n, name } satisfies ToBundle);
    });
  }

  make(id: string): SupportBundle | { fault: FaultCode } {
    const draft = this.#draft;
    if (draft?.row.id !== id) return { fault: this.#made.has(id) ? "bundle-state" : "not-found" };
    if (draft.row.state !== "preview") return { fault: "bundle-state" };
    draft.row.state = "making";
    draft.row.progress = 0;
    draft.worker.postMessage({ ask: "make", file: this.#fileOf(id) } satisfies ToBundle);
    return draft.row;
  }

  async drop(id: string): Promise<boolean> {
    if (this.#draft?.row.id === id) {
      this.#giveUp();
      return true;
    }
    if (!this.#made.delete(id)) return false;
    await rm(this.#fileOf(id), { force: true });
    await this.#files.drop(id);
    return true;
  }

  async read(id: string): Promise<{ bytes: number; sound: Readable } | undefined> {
    if (!this.#made.has(id)) return undefined;
    const { size } = await stat(this.#fileOf(id));
    return { bytes: size, sound: createReadStream(this.#fileOf(id)) };
  }

  /** The events of a time, as lines; what they were written to goes with the end of reading. */
  async events(job: BundleJob, fromMs: number, toMs: number): Promise<Readable> {
    const { dir, clock } = this.#parts;
    const file = join(dir, `events-${randomBytes(6).toString("hex")}.ndjson`);
    const worker = newWorker({ ...job, events: { fromMs, toMs, file } });
    try {
      await new Promise<void>((done, failed) => {
        const callOff = clock.at(clock.nowMs() + eventsLimitMs, () => failed(new Error("events took too long")));
        worker.on("error", failed);
        worker.on("message", (told: FromBundle) => {
          callOff();
          if (told.told === "made") done();
          else if (told.told === "failed") failed(new Error(told.why));
        });
      });
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      void worker.terminate();
    }
    const lines = createReadStream(file);
    lines.on("close", () => void rm(file, { force: true }));
    return lines;
  }

  stop(): void {
    this.#giveUp();
  }

  async #heard(draft: Draft, told: FromBundle): Promise<void> {
    const { row } = draft;
    switch (told.told) {
      case "progress":
        row.progress = Math.min(1, told.done);
        if (told.doing) row.doing = told.doing;
        return;
      case "gathered":
        row.parts = told.parts;
        row.state = "preview";
        row.progress = 1;
        delete row.doing;
        return;
      case "part":
        draft.parts.get(told.n)?.(told);
        return;
      case "failed":
        this.#failed(draft, told.why);
        return;
      case "made":
        await this.#keep(draft).catch((error: Error) => this.#failed(draft, error.message));
        return;
    }
  }

  async #keep(draft: Draft): Promise<void> {
    const { row } = draft;
    const { size } = await stat(this.#fileOf(row.id));
    const made: SupportBundle = { ...row, state: "ready", progress: 1, bytes: size };
    await this.#files.keep(made);
    this.#made.set(row.id, made);
    if (this.#draft === draft) this.#giveUp();
    await this.#dropOld();
  }

  #failed(draft: Draft, why: string): void {
    draft.row.state = "failed";
    draft.row.why = why.slice(0, 300);
    this.#parts.note(`support bundle: ${why}`);
    void draft.worker.terminate();
  }

  #giveUp(): void {
    const draft = this.#draft;
    this.#draft = undefined;
    draft?.callOff();
    void draft?.worker.terminate();
  }

  async #dropOld(): Promise<void> {
    const beforeMs = this.#parts.clock.nowMs() - keptForMs;
    const made = [...this.#made.values()].sort((a, b) => b.atMs - a.atMs);
    for (const [n, { id, atMs }] of made.entries()) if (n >= mostKept || atMs < beforeMs) await this.drop(id);
  }

  #fileOf(id: string): string {
    return join(this.#parts.dir, `${id}.zip`);
  }
}

const newWorker = (job: BundleJob): Worker =>
  new Worker(new URL("./bundle-worker.ts", import.meta.url), {
    workerData: job,
    name: "bundle",
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });

import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { RecordingSettings } from "../contract/recording.ts";
import { judgeTalk } from "../core/recordings/judge-talk.ts";
import type { FinishedRecording, RecordingPlace } from "../edge/store/recording-store.ts";
import type { Store } from "../edge/store/store.ts";
import type { Vault } from "../edge/vault/vault.ts";
import type { VaultDone, VaultJob } from "../edge/vault/vault-job.ts";

const dayMs = 86_400_000;
/** Of each kind of work in one round: a round ends, so that the next looks at what is newest in the settings. */
const perRound = 10;
const retryAfterMs = 3_600_000;
/** A file that somebody still writes to was touched later than this. */
const quietMs = 30_000;

type Row = FinishedRecording & RecordingPlace;
export type AfterCallsParts = {
  store: Store;
  vault: Vault;
  dataDir: string;
  canSeal: boolean;
  settings: () => RecordingSettings;
  nowMs: () => number;
  log: Logger;
};

/** What is done to recordings when the calls are over: listened to by rule, sealed, made smaller, and files that have to go removed. */
export class AfterCalls {
  readonly #parts: AfterCallsParts;

  constructor(parts: AfterCallsParts) {
    this.#parts = parts;
  }

  async round(): Promise<void> {
    await this.sweep();
    const { quality, sealed, compress = [] } = this.#parts.settings();
    if (quality) await this.#each("hear", 0, (row) => this.#hear(row, quality));
    if (sealed && this.#parts.canSeal) await this.#each("seal", 0, (row) => this.#seal(row));
    for (const rule of compress) {
      // Another rule is other work: what one left alone the next may take.
      const name = `compress ${createHash("sha256").update(JSON.stringify(rule)).digest("hex").slice(0, 12)}`;
      await this.#each(name, rule.afterDays * dayMs, (row) => this.#compress(row, rule));
    }
  }

  /** Removes files of deleted and dropped recordings, and those that a sealed or smaller one took the place of. */
  async sweep(): Promise<void> {
    const { store, dataDir, nowMs, log } = this.#parts;
    for (const { id, path, what } of store.filesToSweep()) {
      const file = join(dataDir, path);
      const touched = await stat(file).catch(() => undefined);
      if (what === "dropped" && touched && touched.mtimeMs > nowMs() - quietMs) continue;
      try {
        await rm(file, { force: true });
      } catch (error) {
        log.warn({ id, error: (error as Error).message }, "a recording's file can't be removed");
        continue;
      }
      if (what === "ended") await store.recordingAct({ act: "filesGone", recordings: [id] });
      else if (what === "leftover") await store.recordingAct({ act: "leftoverGone", recording: id });
      else await store.recordingAct({ act: "worked", recording: id, work: "dropped", done: true, atMs: nowMs() });
    }
  }

  async #each(work: string, ageMs: number, act: (row: Row) => Promise<string | undefined>): Promise<void> {
    const { store, nowMs, log } = this.#parts;
    const now = nowMs();
    for (const row of store.recordingWork(work, now - ageMs, now - retryAfterMs, perRound)) {
      const fault = await act(row).catch((error: Error) => error.message);
      if (fault !== undefined) log.warn({ recording: row.id, work, fault }, "work on a recording failed");
      const done = fault === undefined ? { done: true } : { done: false, fault: fault.slice(0, 300) };
      await store.recordingAct({ act: "worked", recording: row.id, work, ...done, atMs: nowMs() });
    }
  }

  async #hear(row: Row, rules: NonNullable<RecordingSettings["quality"]>): Promise<string | undefined> {
    const { store, vault, nowMs } = this.#parts;
    if (row.kind !== "call" || row.format !== "wav") return undefined;
    const done = await vault.perform({ do: "hear", place: placeOf(row) });
    if (!("heard" in done)) return "fault" in done ? done.fault : "nothing was heard";
    for (const tag of judgeTalk(rules, done.heard, store.call(row.call)?.record))
      await store.recordingAct({ act: "note", recording: row.id, ...tag, by: "box", madeAtMs: nowMs() });
    return undefined;
  }

  async #seal(row: Row): Promise<string | undefined> {
    if (row.sealed) return undefined;
    return this.#move(row, { do: "seal", place: placeOf(row), to: `${row.path}.sealed` }, row.format, true);
  }

  async #compress(row: Row, rule: NonNullable<RecordingSettings["compress"]>[number]): Promise<string | undefined> {
    if (row.format !== "wav" || (rule.kinds && !rule.kinds.includes(row.kind))) return undefined;
    if (rule.queues && (row.queue === null || !rule.queues.includes(row.queue))) return undefined;
    const seal = row.sealed;
    const to = `${row.path.replace(/\.wav(\.sealed)?$/, "")}.${rule.to}${seal ? ".sealed" : ""}`;
    return this.#move(row, { do: "compress", place: placeOf(row), format: rule.to, seal, to }, rule.to, seal);
  }

  /** The new file is there and read back before the row speaks of it, and the old one goes only then. */
  async #move(row: Row, job: VaultJob & { to: string }, format: Row["format"], sealed: boolean): Promise<string | undefined> {
    const { store, vault, nowMs, dataDir } = this.#parts;
    const done: VaultDone = await vault.perform(job);
    if (!("sha256" in done)) return "fault" in done ? done.fault : "nothing was made";
    const { bytes, sha256 } = done;
    const moved = { recording: row.id, path: job.to, format, sealed, bytes, sha256, leftover: row.path, atMs: nowMs() };
    try {
      await store.recordingAct({ act: "moved", ...moved, derived: job.do === "compress" });
    } catch (error) {
      // Deleted meanwhile: the new file must not outlive it.
      if (!store.recordingPlace(row.id)) await rm(join(dataDir, job.to), { force: true });
      throw error;
    }
    await this.sweep();
    return undefined;
  }
}

const placeOf = ({ id, path, format, sealed, bytes }: Row): RecordingPlace => ({ id, path, format, sealed, bytes });

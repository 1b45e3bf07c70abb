import { createHash } from "node:crypto";
import type { FaultCode } from "../contract/faults.ts";
import type { RecordingSettings } from "../contract/recording.ts";
import { type Kept, planText, type RetentionPlan, RetentionPlanner } from "../core/recordings/plan-retention.ts";
import type { FinishedRecording } from "../edge/store/recording-store.ts";
import type { Store } from "../edge/store/store.ts";

export type Preview = RetentionPlan & { revision: string };
const sliceItems = 200;
/** A preview older than this is made anew. */
const previewLastsMs = 3_600_000;

/** Works out what the rules of retention take, and deletes exactly that: the plan that ran has the revision of the one that was shown. */
export class RetentionDesk {
  readonly #store: Store;
  readonly #settings: () => RecordingSettings;
  readonly #nowMs: () => number;
  readonly #sweep: () => Promise<void>;
  #busy = false;

  constructor(store: Store, settings: () => RecordingSettings, nowMs: () => number, sweep: () => Promise<void>) {
    this.#store = store;
    this.#settings = settings;
    this.#nowMs = nowMs;
    this.#sweep = sweep;
  }

  async preview(atMs = this.#nowMs()): Promise<Preview> {
    const retention = this.#settings().retention ?? { rules: [] };
    const planner = new RetentionPlanner(retention, this.#store.recordingBytes(), atMs);
    for (const page of this.#store.finishedPages()) {
      for (const row of page) planner.take(keptOf(row));
      // Calls go first.
      await new Promise((done) => setImmediate(done));
    }
    const plan = planner.plan();
    return { ...plan, revision: createHash("sha256").update(planText(plan)).digest("hex") };
  }

  /** With `wanted` only if the plan is still the one that was shown. */
  async run(by: string, wanted?: { revision: string; atMs: number }): Promise<Preview | { fault: FaultCode }> {
    if (this.#busy) return { fault: "busy" };
    this.#busy = true;
    try {
      const nowMs = this.#nowMs();
      if (wanted && (wanted.atMs > nowMs || wanted.atMs < nowMs - previewLastsMs)) return { fault: "plan-changed" };
      const plan = await this.preview(wanted?.atMs);
      if (wanted && plan.revision !== wanted.revision) return { fault: "plan-changed" };
      let deleted = 0;
      for (let at = 0; at < plan.going.length; at += sliceItems) {
        const items = plan.going.slice(at, at + sliceItems).map(({ id, why }) => ({ recording: id, why }));
        deleted += await this.#store.recordingAct({ act: "delete", items, by, atMs: nowMs });
        // The row says first that it goes: a file that goes before its row would look like tampering after a crash between the two.
        await this.#sweep();
      }
      const { revision, bytes, held } = plan;
      await this.#store.recordingAct({ act: "retention", plan: revision, deleted, bytes, held, by, atMs: nowMs });
      return plan;
    } finally {
      this.#busy = false;
    }
  }
}

function keptOf(row: FinishedRecording): Kept {
  const { id, kind, startedAtMs, bytes, line, direction, queue, agent, tags, linked, held } = row;
  return {
    id,
    kind,
    startedAtMs,
    bytes,
    tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    linked: linked === 1,
    heldUntilMs: held,
    ...(line === null ? {} : { line }),
    ...(direction === null ? {} : { direction }),
    ...(queue === null ? {} : { queue }),
    ...(agent === null ? {} : { agent }),
  };
}

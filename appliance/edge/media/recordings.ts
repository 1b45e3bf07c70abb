import type { MediaCommand, MediaEvent } from "../../contract/media.ts";
import type { RecordingId } from "../../kit/ids.ts";
import type { BlockPool } from "./block-pool.ts";
import type { Leg } from "./leg.ts";
import { type DiskOrder, Recording } from "./recording.ts";

const recordingLimit = 256;
const perLegLimit = 4;

/** The recordings that are running, and the legs they belong to. */
export class Recordings {
  readonly #pool: BlockPool;
  readonly #order: (order: DiskOrder) => void;
  readonly #emit: (event: MediaEvent) => void;
  readonly #running = new Map<RecordingId, { recording: Recording; leg: Leg }>();

  constructor(pool: BlockPool, order: (order: DiskOrder) => void, emit: (event: MediaEvent) => void) {
    this.#pool = pool;
    this.#order = order;
    this.#emit = emit;
  }

  get size(): number {
    return this.#running.size;
  }

  start(
    { recording: id, path, quietMs }: Extract<MediaCommand, { do: "media.record" }>,
    leg: Leg | undefined,
    nowMs: number,
  ): void {
    const text = this.#obstacle(id, leg);
    if (leg === undefined || text !== "") {
      this.#emit({ on: "media.recordFailed", recording: id, fault: "disk-error", text });
      return;
    }
    const recording = new Recording(id, path, nowMs, this.#pool, this.#order, quietMs);
    leg.recordings.push(recording);
    this.#running.set(id, { recording, leg });
  }

  pause(id: RecordingId, paused: boolean, nowMs: number): void {
    this.#running.get(id)?.recording.pause(paused, nowMs);
  }

  finish(id: RecordingId, nowMs: number): void {
    this.#take(id)?.finish(nowMs);
  }

  finishAllOf(leg: Leg, nowMs: number): void {
    for (const { id } of [...leg.recordings]) this.finish(id, nowMs);
  }

  /** The disk gave up on it. */
  drop(id: RecordingId): void {
    this.#take(id)?.abandon();
  }

  #obstacle(id: RecordingId, leg: Leg | undefined): string {
    if (leg === undefined) return "no such leg";
    if (this.#running.has(id)) return "a recording of this name is running";
    return leg.recordings.length >= perLegLimit || this.#running.size >= recordingLimit ? "too many recordings" : "";
  }

  #take(id: RecordingId): Recording | undefined {
    const entry = this.#running.get(id);
    if (entry === undefined) return undefined;
    this.#running.delete(id);
    const { recordings } = entry.leg;
    recordings.splice(recordings.indexOf(entry.recording), 1);
    return entry.recording;
  }
}

import type { MediaEvent } from "../../contract/media.ts";
import type { RecordingRow } from "../../contract/records.ts";
import type { LegId, RecordingId } from "../../kit/ids.ts";
import { localParts } from "../calendar/local-parts.ts";
import type { Call } from "./call.ts";
import { keep, keepRecording, media, note, type Scene } from "./scene.ts";

const two = (n: number): string => String(n).padStart(2, "0");

/** Begins a recording of what the leg says and hears. */
export function startRecording(scene: Scene, leg: LegId, kind: RecordingRow["kind"]): RecordingRow {
  const { call, ctx } = scene;
  const { year, month, day } = localParts(ctx.settings.site.timeZone, ctx.atMs);
  const id = `${call.record.id}-${call.recordings.length + 1}` as RecordingId;
  const row: RecordingRow = {
    id,
    call: call.record.id,
    kind,
    path: `recordings/${year}/${two(month)}/${two(day)}/${id}.wav`,
    startedAtMs: ctx.atMs,
    state: "recording",
  };
  call.recordings.push(row);
  keepRecording(scene, row);
  media(scene, { do: "media.record", recording: id, leg, path: row.path });
  return row;
}

export const stopRecording = (scene: Scene, id: string): void => {
  if (scene.call.recordings.some((r) => r.id === id && r.state === "recording")) media(scene, { do: "media.recordStop", recording: id as RecordingId });
};

/** The file is whole, or the disk would not take it; the call goes on either way. */
export function recordingEnded(scene: Scene, event: Extract<MediaEvent, { on: "media.recorded" | "media.recordFailed" }>): RecordingRow | undefined {
  const row = scene.call.recordings.find((r) => r.id === event.recording);
  if (!row || row.state !== "recording") return undefined;
  if (event.on === "media.recorded") {
    Object.assign(row, { state: "complete", durationMs: event.durationMs, bytes: event.bytes, sha256: event.sha256 } satisfies Partial<RecordingRow>);
    note(scene, "record", `Recording kept: ${Math.round(event.durationMs / 1000)} s`, `录音已保存：${Math.round(event.durationMs / 1000)} 秒`, { recording: row.id });
  } else {
    Object.assign(row, { state: "failed", fault: event.text } satisfies Partial<RecordingRow>);
    note(scene, "fault", `Recording stopped: ${event.text}`, `录音中止：${event.text}`, { recording: row.id });
  }
  keepRecording(scene, row);
  return row;
}

/** Recordings that a failure of the box cut off: they play up to the cut. */
export function cutRecordings(scene: Scene): void {
  for (const row of scene.call.recordings) {
    if (row.state !== "recording") continue;
    row.state = "cut";
    keepRecording(scene, row);
  }
}

export const recordingsOpen = (call: Call): boolean => call.recordings.some((r) => r.state === "recording");

/** A leg's last figures belong to the record. */
export function keepStats(scene: Scene, event: Extract<MediaEvent, { on: "media.closed" }>): void {
  const row = scene.call.record.legs.find((l) => l.leg === event.leg);
  if (row) row.stats = event.stats;
  note(scene, "media", `Sound of ${row?.who ?? event.leg}: ${event.stats.packetsReceived} packets, ${event.stats.packetsLost} lost, MOS ${event.stats.mos.toFixed(1)}`, `${row?.who ?? event.leg} 媒体：收包 ${event.stats.packetsReceived}，丢包 ${event.stats.packetsLost}，MOS ${event.stats.mos.toFixed(1)}`, event.stats);
  keep(scene);
}

import type { MediaEvent } from "../../contract/media.ts";
import type { RecordingRow } from "../../contract/records.ts";
import type { RecordingId } from "../../kit/ids.ts";
import { localParts } from "../calendar/local-parts.ts";
import type { Call, CallLeg } from "./call.ts";
import { keep, keepRecording, note, type Scene } from "./scene.ts";

const two = (n: number): string => String(n).padStart(2, "0");
const seconds = (ms: number): number => Math.round(ms / 1000);

/** Begins a recording of what the leg says and hears. */
export function startRecording(scene: Scene, leg: CallLeg, kind: RecordingRow["kind"]): RecordingRow {
  const { call, ctx, out } = scene;
  const { year, month, day } = localParts(ctx.settings.site.timeZone, ctx.atMs);
  const id = `${call.record.id}-${call.recordings.length + 1}` as RecordingId;
  const path = `recordings/${year}/${two(month)}/${two(day)}/${id}.wav`;
  const row: RecordingRow = { id, call: call.record.id, kind, path, startedAtMs: ctx.atMs, state: "recording" };
  call.recordings.push(row);
  keepRecording(scene, row);
  out.push({ do: "media.record", recording: id, leg: leg.id, path });
  return row;
}

export function stopRecording(scene: Scene, id: string): void {
  const row = scene.call.recordings.find((r) => r.id === id && r.state === "recording");
  if (row) scene.out.push({ do: "media.recordStop", recording: row.id });
}

/** The file is whole, or the disk would not take it; the call goes on either way. */
export function recordingEnded(
  scene: Scene,
  event: Extract<MediaEvent, { on: "media.recorded" | "media.recordFailed" }>,
): RecordingRow | undefined {
  const row = scene.call.recordings.find((r) => r.id === event.recording);
  if (row?.state !== "recording") return undefined;
  if (event.on === "media.recorded") {
    const { durationMs, bytes, sha256 } = event;
    Object.assign(row, { state: "complete", durationMs, bytes, sha256 } satisfies Partial<RecordingRow>);
    const words = { en: `Recording kept: ${seconds(durationMs)} s`, zh: `录音已保存：${seconds(durationMs)} 秒` };
    note(scene, "record", words, { recording: row.id });
  } else {
    Object.assign(row, { state: "failed", fault: event.text } satisfies Partial<RecordingRow>);
    note(scene, "fault", { en: `Recording stopped: ${event.text}`, zh: `录音中止：${event.text}` }, { recording: row.id });
  }
  keepRecording(scene, row);
  return row;
}

/** Recordings that a failure cut off: they play up to the cut. */
export function cutRecordings(scene: Scene): void {
  for (const row of scene.call.recordings) {
    if (row.state !== "recording") continue;
    row.state = "cut";
    keepRecording(scene, row);
  }
}

export const recordingsOpen = (call: Call): boolean => call.recordings.some((r) => r.state === "recording");

/** A leg's last figures belong to the record. */
export function keepStats(scene: Scene, { leg, stats }: Extract<MediaEvent, { on: "media.closed" }>): void {
  const row = scene.call.record.legs.find((l) => l.leg === leg);
  if (row) row.stats = stats;
  const who = row?.who ?? leg;
  const mos = stats.mos.toFixed(1);
  const words = {
    en: `Sound of ${who}: ${stats.packetsReceived} packets, ${stats.packetsLost} lost, MOS ${mos}`,
    zh: `${who} 媒体：收包 ${stats.packetsReceived}，丢包 ${stats.packetsLost}，MOS ${mos}`,
  };
  note(scene, "media", words, stats);
  keep(scene);
}

/** The disk runs full: what is on it so far is closed and kept, the call goes on. */
export function stopForRoom(scene: Scene, freeMb: number): void {
  const open = scene.call.recordings.filter((r) => r.state === "recording");
  if (open.length === 0) return;
  note(scene, "fault", { en: `Recording stopped: only ${freeMb} MB free on the disk`, zh: `录音中止：磁盘仅剩 ${freeMb} MB` });
  for (const row of open) stopRecording(scene, row.id);
}

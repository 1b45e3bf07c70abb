import type { SpokenItem } from "../../contract/effects.ts";
import type { MediaEvent } from "../../contract/media.ts";
import type { RecordingRow } from "../../contract/records.ts";
import type { RecordingId } from "../../kit/ids.ts";
import { localParts } from "../calendar/local-parts.ts";
import { decideRecording, type RecordingVerdict } from "../recordings/decide-recording.ts";
import { type Call, type CallLeg, callerLeg } from "./call.ts";
import { keep, keepRecording, note, type Scene } from "./scene.ts";

const two = (n: number): string => String(n).padStart(2, "0");
const seconds = (ms: number): number => Math.round(ms / 1000);

/**
 * Asked when the caller is answered and again when queue and agent become known: begins a recording, lets it go on, or drops it.
 * Returns what the caller must hear before he is recorded; `noticeHeard` then begins it.
 */
export function followPolicy(scene: Scene, moment: "answer" | "queue" | "talk"): SpokenItem[] {
  const { call, ctx } = scene;
  if (call.star || call.farewell || call.outgoing?.pin || call.wantsBox || !ctx.mayRecord) return [];
  const verdict = verdictOn(scene);
  const { rule } = verdict;
  const running = call.recordings.findLast((r) => r.kind === "call" && r.state === "recording");
  if (!verdict.record) {
    if (running) forbid(scene, running, verdict);
    return [];
  }
  if (running) {
    if (running.rule !== rule?.id) keepRecording(scene, underRule(running, verdict));
    return [];
  }
  // A disk that refused once is not tried again within the call: the alarm is up already.
  if (call.recordings.some((r) => r.kind === "call" && r.state === "failed")) return [];
  const items = !call.record.notice && moment !== "talk" && !call.direct ? noticeOf(scene, verdict) : [];
  if (items.length > 0) return items;
  if (rule?.notice && !call.record.notice && !call.direct)
    note(scene, "fault", { en: "Recorded before the notice was heard to its end.", zh: "提示尚未播完即开始录音。" });
  startRecording(scene, callerLeg(call), "call", verdict);
  return [];
}

/** The caller has been told; now he may be recorded. */
export function noticeHeard(scene: Scene, by: "rule" | "flow"): void {
  const { call, ctx } = scene;
  if (call.record.notice) return;
  call.record.notice = { atMs: ctx.atMs, by };
  note(scene, "record", { en: "The caller was told that the call is recorded.", zh: "已告知来电者通话将被录音。" });
  keep(scene);
  followPolicy(scene, "talk");
}

function verdictOn({ call, ctx }: Scene): RecordingVerdict {
  const { id, direction, line, queue, agent } = call.record;
  const lines = [line, ...call.legs.flatMap(({ party }) => (party.kind === "line" ? [party.line] : []))];
  const facts = { call: id, direction, lines, ...(queue ? { queue } : {}), ...(agent ? { agent } : {}) };
  return decideRecording(ctx.settings.recording.policy ?? [], facts, ctx.atMs, ctx.settings.calendars);
}

function noticeOf(scene: Scene, { rule }: RecordingVerdict): SpokenItem[] {
  if (!rule?.notice) return [];
  const { prompt, text } = rule.notice;
  const { language } = scene.call.record;
  if (prompt) return [{ kind: "prompt", prompt, language }];
  const spokenIn = text[language] ? language : language === "zh" ? "en" : "zh";
  return text[spokenIn] ? [{ kind: "speech", text: text[spokenIn], language: spokenIn }] : [];
}

/** What a rule for this queue or agent forbids is as if it had never been; a talk that was recorded rightly before stays. */
function forbid(scene: Scene, row: RecordingRow, { rule }: RecordingVerdict): void {
  const { call, out } = scene;
  const kept = call.talk !== undefined && call.record.connectedAtMs !== scene.ctx.atMs;
  const name = rule?.id ?? "";
  if (kept) {
    note(scene, "record", { en: `Rule "${name}": not recorded from here on`, zh: `规则“${name}”：此后不再录音` });
    stopRecording(scene, row.id);
    return;
  }
  out.push({ do: "media.recordStop", recording: row.id });
  Object.assign(row, { state: "dropped", rule: name } satisfies Partial<RecordingRow>);
  note(scene, "record", { en: `Rule "${name}": the recording is dropped`, zh: `规则“${name}”：录音作废` }, { recording: row.id });
  keepRecording(scene, row);
}

const underRule = (row: RecordingRow, { rule }: RecordingVerdict): RecordingRow => {
  delete row.rule;
  delete row.hear;
  return Object.assign(row, rule ? { rule: rule.id } : {}, rule?.hear ? { hear: rule.hear } : {});
};

/** Begins a recording of what the leg says and hears. With `quietMs` it is listened to (0: only whether anybody speaks). */
export function startRecording(
  scene: Scene,
  leg: CallLeg,
  kind: RecordingRow["kind"],
  verdict: RecordingVerdict = { record: true },
  quietMs?: number,
): RecordingRow {
  const { call, ctx, out } = scene;
  const { year, month, day } = localParts(ctx.settings.site.timeZone, ctx.atMs);
  const id = `${call.record.id}-${call.recordings.length + 1}` as RecordingId;
  const path = `recordings/${year}/${two(month)}/${two(day)}/${id}.wav`;
  const row: RecordingRow = { id, call: call.record.id, kind, path, startedAtMs: ctx.atMs, state: "recording" };
  underRule(row, verdict);
  if (call.hush) row.gaps = [{ fromMs: 0, why: call.hush[0] === "flow" ? "flow" : "console", by: "" }];
  call.recordings.push(row);
  keepRecording(scene, row);
  out.push({ do: "media.record", recording: id, leg: leg.id, path, ...(quietMs === undefined ? {} : { quietMs }) });
  if (call.hush) out.push({ do: "media.recordPause", recording: id, paused: true });
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
    const gap = row.gaps?.at(-1);
    if (gap && gap.toMs === undefined) row.gaps = [...row.gaps!.slice(0, -1), { ...gap, toMs: Math.max(gap.fromMs, durationMs) }];
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

import type { RecordingGap } from "../../contract/records.ts";
import type { CallLeg } from "./call.ts";
import { clearTimer, keepRecording, note, type Scene, setTimer } from "./scene.ts";
import { who } from "./who.ts";

/** A media thread takes a thousand pauses of one recording; once so many are used up the last one is never ended. */
const mostGaps = 500;
/** The last key of a number sounds on for a moment after it was understood. */
const afterKeysMs = 1000;
const usualKeys = "*1";

/** From here on nothing is recorded: a number or a password is being given. */
export function pauseRecording(scene: Scene, why: RecordingGap["why"], by: string): void {
  const { call, ctx, out } = scene;
  const cause = causeOf(why);
  const hush = call.hush ?? [];
  if (why === "flow") clearTimer(scene, "record-resume");
  if (hush.includes(cause)) return;
  call.hush = [...hush, cause];
  if (hush.length > 0) return;
  for (const row of call.recordings) {
    if (row.state !== "recording") continue;
    row.gaps = [...(row.gaps ?? []), { fromMs: Math.max(0, ctx.atMs - row.startedAtMs), why, by }];
    out.push({ do: "media.recordPause", recording: row.id, paused: true });
    keepRecording(scene, row);
  }
  note(scene, "record", { en: `Recording pauses (${by})`, zh: `录音暂停（${by}）` }, { why, by });
}

/** What it was paused for is over; it goes on when nothing else wants it silent. */
export function resumeRecording(scene: Scene, why: RecordingGap["why"], by: string): void {
  const { call, ctx, out } = scene;
  const hush = call.hush?.filter((cause) => cause !== causeOf(why)) ?? [];
  if (hush.length === (call.hush?.length ?? 0)) return;
  if (hush.length > 0) {
    call.hush = hush;
    return;
  }
  delete call.hush;
  for (const row of call.recordings) {
    const gap = row.gaps?.at(-1);
    if (row.state !== "recording" || !gap || gap.toMs !== undefined || row.gaps!.length >= mostGaps) continue;
    row.gaps = [...row.gaps!.slice(0, -1), { ...gap, toMs: Math.max(gap.fromMs, ctx.atMs - row.startedAtMs) }];
    out.push({ do: "media.recordPause", recording: row.id, paused: false });
    keepRecording(scene, row);
  }
  note(scene, "record", { en: `Recording goes on (${by})`, zh: `录音继续（${by}）` }, { why, by });
}

const causeOf = (why: RecordingGap["why"]): "flow" | "person" => (why === "flow" ? "flow" : "person");

/** The flow stands at a step that asks for something secret, or no longer does. */
export function hushForFlow(scene: Scene, secret: boolean): void {
  const { call } = scene;
  if (secret) pauseRecording(scene, "flow", call.record.called);
  else if (call.hush?.includes("flow") && !call.timers.includes("record-resume")) setTimer(scene, "record-resume", afterKeysMs);
}

/** A key of somebody who talks; an agent's star code pauses the recording, and the next time lets it go on. */
export function recordKey(scene: Scene, leg: CallLeg, key: string): void {
  const { call, ctx } = scene;
  if (!leg.agent || !call.talk || !scene.call.recordings.some((r) => r.state === "recording")) return;
  const keys = ctx.settings.recording.pauseKeys ?? usualKeys;
  leg.keys = `${leg.keys ?? ""}${key}`.slice(-keys.length);
  if (leg.keys !== keys) return;
  leg.keys = "";
  if (call.hush?.includes("person")) resumeRecording(scene, "key", who(scene, leg));
  else pauseRecording(scene, "key", who(scene, leg));
}

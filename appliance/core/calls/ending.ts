import { type EndReason, endReasons } from "../../contract/end-reason.ts";
import type { CallRecord } from "../../contract/records.ts";
import { agentIsFree } from "./agent-ties.ts";
import { alarmCallOver } from "./alarm/alarm-over.ts";
import type { CallLeg } from "./call.ts";
import { attemptOver } from "./callback/outcome.ts";
import { queueRow } from "./queue-row.ts";
import { cutRecordings, recordingsOpen, stopRecording } from "./recording.ts";
import { clearTimer, clearTimers, keep, note, type Scene, setPhase, setTimer, tell } from "./scene.ts";
import { closeSound } from "./sound.ts";
import { keepCutMessage } from "./voicemail/message-of.ts";

type EndedBy = NonNullable<CallRecord["endedBy"]>;
const byWords: Record<EndedBy, string> = { caller: "主叫", agent: "坐席", box: "设备" };
/** What a call that is over no longer has. */
const gone = [
  ...(["play", "beside", "flow", "away", "transfer", "taking", "startFlow"] as const),
  ...(["also", "consult", "handover", "parked", "early", "taker", "links", "joins", "asking", "offerAfter"] as const),
];
/** Longest wait for the media side's last words before a call is let go without them. */
const lastWordsMs = 15_000;

/** The one way a call ends. Everything that hangs on it is told; the row says why, by whom and when. */
export function endCall(scene: Scene, why: EndReason, by: EndedBy): void {
  const { call, ctx } = scene;
  if (call.ending) return;
  call.ending = why;
  attemptOver(scene, why, by);
  alarmCallOver(scene, why);
  closeTalk(scene);
  if (call.queue) {
    call.record.waitMs = ctx.atMs - call.queue.enteredAtMs;
    tell(scene, { on: "queue.leave", call: call.record.id, why: by === "caller" ? "abandoned" : "returned" });
  }
  call.offers = [];
  for (const leg of call.legs) closeLeg(scene, leg, why);
  for (const { id } of call.recordings) stopRecording(scene, id);
  clearTimers(scene);
  for (const key of gone) delete call[key];
  Object.assign(call.record, { endedAtMs: ctx.atMs, endReason: why, endedBy: by } satisfies Partial<CallRecord>);
  const { en, zh } = endReasons[why];
  note(scene, "line", { en: `Call ended: ${en} (${by})`, zh: `通话结束：${zh}（${byWords[by]}）` }, { why, by });
  setTimer(scene, "last-words", lastWordsMs);
  setPhase(scene, "ending");
  keep(scene);
  letGo(scene);
}

/** Ends a leg from our side and frees its sound; safe to call again. */
export function closeLeg(scene: Scene, leg: CallLeg, why: EndReason): void {
  if (leg.state === "ended") return;
  // Who has not been dialled yet is unknown to the lines.
  if ((leg.role === "caller" && !leg.outward) || leg.state !== "opening") scene.out.push({ do: "line.hangup", leg: leg.id, why });
  legGone(scene, leg, why);
}

/** The far side is gone: free what we hold. */
export function legGone(scene: Scene, leg: CallLeg, why: EndReason): void {
  if (leg.state === "ended") return;
  leg.state = "ended";
  agentIsFree(scene, leg, why === "rejected" || why === "busy" ? "refused" : why === "no-answer" ? "missed" : "callGone");
  closeSound(scene, leg);
  forgetQuiet(scene, leg);
}

/** A leg that is over and of which nothing more will be heard; only the caller's stays, for it is the call. */
export function forgetQuiet(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  if (leg.role !== "caller" && leg.state === "ended" && leg.sound === "none") call.legs = call.legs.filter((l) => l !== leg);
}

/** Adds the talk that ends now to the record. */
export function closeTalk(scene: Scene): void {
  const { call, ctx } = scene;
  const { talk, record } = call;
  if (!talk) return;
  const heldMs = talk.heldMs + (talk.heldSinceMs === undefined ? 0 : ctx.atMs - talk.heldSinceMs);
  record.holdMs = (record.holdMs ?? 0) + heldMs;
  record.talkMs = (record.talkMs ?? 0) + Math.max(0, ctx.atMs - talk.sinceMs - heldMs);
  delete call.talk;
}

/** Forgets the call once nothing more is to be heard of it, or (`anyway`) when the media side keeps silent. */
export function letGo(scene: Scene, anyway = false): void {
  const { call, state, out } = scene;
  if (!call.ending) return;
  if (!anyway && (recordingsOpen(call) || call.legs.some((leg) => leg.sound === "closed"))) return;
  clearTimer(scene, "last-words");
  cutRecordings(scene);
  delete state.calls[call.record.id];
  out.push({ do: "push", topic: "calls", id: call.record.id });
}

/** The box failed while the call was up: rows and agents are closed as of `ctx.atMs`, the last moment known. Nobody is left to be told. */
export function cutOff(scene: Scene): void {
  const { call, ctx, state } = scene;
  const { record } = call;
  if (!call.ending) {
    closeTalk(scene);
    if (call.queue && !call.callback) {
      const { id, enteredAtMs } = call.queue;
      const waitMs = ctx.atMs - enteredAtMs;
      record.waitMs = waitMs;
      queueRow(scene.out, { call: record.id, queue: id, enteredAtMs, leftAtMs: ctx.atMs, outcome: "cut-off", waitMs });
      tell(scene, { on: "queue.leave", call: record.id, why: "cut-off" });
    }
    attemptOver(scene, "cut-off", "box");
    for (const leg of call.legs) agentIsFree(scene, leg, "callGone");
    const ended = { endedAtMs: ctx.atMs, endReason: "cut-off", endedBy: "box", cutOff: true } as const;
    Object.assign(record, ended satisfies Partial<CallRecord>);
    note(scene, "fault", { en: "Cut off: the box failed during this call.", zh: "中断：通话期间设备故障。" });
  }
  keepCutMessage(scene);
  clearTimers(scene);
  cutRecordings(scene);
  keep(scene);
  delete state.calls[record.id];
}

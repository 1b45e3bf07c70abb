import { type EndReason, endReasons } from "../../contract/end-reason.ts";
import type { CallRecord } from "../../contract/records.ts";
import { type CallLeg, legOf } from "./call.ts";
import { cutRecordings, recordingsOpen, stopRecording } from "./recording.ts";
import { clearTimer, keep, media, note, type Scene, setPhase, setTimer } from "./scene.ts";

/** Longest wait for the media side's last words before a call is let go without them. */
const lastWordsMs = 15_000;

/** The one way a call ends. Everything that hangs on it is told; the row says why, by whom and when. */
export function endCall(scene: Scene, why: EndReason, by: NonNullable<CallRecord["endedBy"]>): void {
  const { call, ctx, out } = scene;
  if (call.ending) return;
  call.ending = why;
  closeTalk(scene);
  if (call.queue) out.push({ tell: "queues", event: { on: "queue.leave", call: call.record.id, why: by === "caller" ? "abandoned" : "returned" } });
  delete call.queue;
  for (const leg of call.legs) closeLeg(scene, leg, why);
  for (const row of call.recordings) stopRecording(scene, row.id);
  delete call.play;
  delete call.flow;
  call.offers = [];
  Object.assign(call.record, { endedAtMs: ctx.atMs, endReason: why, endedBy: by } satisfies Partial<CallRecord>);
  note(scene, "line", `Call ended: ${endReasons[why].en} (${by})`, `通话结束：${endReasons[why].zh}（${{ caller: "主叫", agent: "坐席", box: "设备" }[by]}）`, { why, by });
  clearTimer(scene, "max");
  setTimer(scene, "last-words", lastWordsMs);
  setPhase(scene, "ending");
  keep(scene);
  letGo(scene);
}

/** Ends a leg from our side and frees its media; safe to call again. */
export function closeLeg(scene: Scene, leg: CallLeg, why: EndReason): void {
  if (leg.state === "ended") return;
  scene.out.push({ do: "line.hangup", leg: leg.id, why });
  legGone(scene, leg);
}

/** The far side is gone already: free what we hold. */
export function legGone(scene: Scene, leg: CallLeg): void {
  if (leg.state === "ended") return;
  leg.state = "ended";
  if (leg.agent && scene.call.talk?.leg === leg.id) scene.out.push({ tell: "agents", event: { on: "agent.talkEnded", agent: leg.agent, call: scene.call.record.id } });
  media(scene, { do: "media.close", leg: leg.id });
}

/** Adds the talk that ends now to the record. */
export function closeTalk(scene: Scene): void {
  const { call, ctx } = scene;
  const { talk } = call;
  if (!talk) return;
  const heldMs = talk.heldMs + (talk.heldSinceMs === undefined ? 0 : ctx.atMs - talk.heldSinceMs);
  call.record.holdMs = (call.record.holdMs ?? 0) + heldMs;
  call.record.talkMs = (call.record.talkMs ?? 0) + (ctx.atMs - talk.sinceMs - heldMs);
  const leg = legOf(call, talk.leg);
  if (leg?.agent && leg.state !== "ended") scene.out.push({ tell: "agents", event: { on: "agent.talkEnded", agent: leg.agent, call: call.record.id } });
  delete call.talk;
}

/** Forgets the call once nothing more is to be heard of it. */
export function letGo(scene: Scene, anyway = false): void {
  const { call, state, out } = scene;
  if (!call.ending) return;
  if (!anyway && (recordingsOpen(call) || call.record.legs.some((l) => !l.stats && call.legs.some((leg) => leg.id === l.leg && leg.local)))) return;
  clearTimer(scene, "last-words");
  delete state.calls[call.record.id];
  out.push({ do: "push", topic: "calls", id: call.record.id });
}

/** The box failed while the call was up: the row says so, with the last moment known. */
export function cutOff(scene: Scene, lastAliveMs: number): void {
  const { call, state } = scene;
  const already = call.record.endedAtMs !== undefined;
  if (!already) {
    if (call.talk) {
      call.record.talkMs = (call.record.talkMs ?? 0) + Math.max(0, lastAliveMs - call.talk.sinceMs - call.talk.heldMs);
      call.record.holdMs = (call.record.holdMs ?? 0) + call.talk.heldMs;
    }
    Object.assign(call.record, { endedAtMs: Math.max(lastAliveMs, call.record.startedAtMs), endReason: "cut-off", endedBy: "box", cutOff: true } satisfies Partial<CallRecord>);
    note(scene, "fault", "Cut off: the box failed during this call.", "中断：通话期间设备故障。");
  }
  cutRecordings(scene);
  keep(scene);
  delete state.calls[call.record.id];
}

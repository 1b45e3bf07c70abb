import { type EndReason, endReasons } from "../../contract/end-reason.ts";
import type { LineEvent } from "../../contract/line.ts";
import type { MediaDescription, MediaEvent } from "../../contract/media.ts";
import { alarmAnswered } from "./alarm/alarm-call.ts";
import { type CallLeg, callerLeg, legOf } from "./call.ts";
import { customerAnswered } from "./callback/attempt.ts";
import { calleeAnswered, calleeRings, dialNow } from "./direct.ts";
import { closeLeg, endCall, legGone } from "./ending.ts";
import { sayFarewell } from "./farewell.ts";
import { beginFlow } from "./flow-run.ts";
import { forwardDue } from "./forwarding.ts";
import { consultAnswered } from "./hand/consult.ts";
import { dialFar } from "./hand/dial-out.ts";
import { handoverAnswered } from "./hand/handover.ts";
import { joinOther } from "./hand/joining.ts";
import { partOver } from "./hand/part-over.ts";
import { pickUp } from "./hand/pick-up.ts";
import { watcherUp } from "./hand/watch.ts";
import { goesStraight } from "./incoming.ts";
import { agentAnswered } from "./offering.ts";
import { askPin } from "./outgoing/ask-pin.ts";
import { followPolicy } from "./recording.ts";
import { clearTimer, keep, note, type Scene } from "./scene.ts";
import { play, updateSound } from "./sound.ts";
import { starWords } from "./star.ts";
import { connect, heldByFarSide } from "./talking.ts";
import { beginHearing } from "./voicemail/listen.ts";
import { about, who } from "./who.ts";

/** Our side of the leg's sound is ready; what for was noted when it was asked. */
export function mediaOpened(scene: Scene, leg: CallLeg, local: MediaDescription): void {
  const purpose = leg.awaiting.shift();
  leg.sound = "open";
  leg.local = local;
  if (purpose === "answer") scene.out.push({ do: "line.answer", leg: leg.id, local });
  else if (purpose === "dial") ringOrBusy(scene, leg, local);
  else if (purpose === "accept") scene.out.push({ do: "line.accept", leg: leg.id, local });
}

/** A phone whose setting forbids a second call is not rung for one; what a queue offers is rung for in any case. */
function ringOrBusy(scene: Scene, leg: CallLeg, local: MediaDescription): void {
  const { party } = leg;
  const phone = party.kind === "phone" ? scene.ctx.settings.phones.find((p) => p.id === party.phone) : undefined;
  if (phone?.callWaiting !== false || leg.role === "agent" || !inUse(scene, phone.id, leg)) {
    dialNow(scene, leg, local);
    return;
  }
  closeLeg(scene, leg, "busy");
  note(scene, "line", about(scene, leg, "is busy", "忙"));
  partOver(scene, leg, "busy", "box");
}

const inUse = ({ state }: Scene, phone: string, but: CallLeg): boolean =>
  Object.values(state.calls).some((call) =>
    call.legs.some(
      (l) => l !== but && l.party.kind === "phone" && l.party.phone === phone && (l.state === "up" || l.state === "ringing"),
    ),
  );

export function mediaRefused(scene: Scene, leg: CallLeg, why: Extract<MediaEvent, { on: "media.refused" }>["why"]): void {
  const purpose = leg.awaiting.shift();
  if (leg.sound === "opening") leg.sound = "none";
  const name = who(scene, leg);
  note(scene, "fault", { en: `No sound with ${name}: ${why}`, zh: `与 ${name} 无法建立媒体：${why}` });
  if (purpose === "accept") {
    scene.out.push({ do: "line.refuse", leg: leg.id, why: "no-media" });
    return;
  }
  const reason: EndReason = why === "no-port" ? "overload" : "no-media";
  if (leg.role === "caller") {
    endCall(scene, reason, "box");
    return;
  }
  closeLeg(scene, leg, reason);
  partOver(scene, leg, reason, "box");
}

export function legProgressed(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.progressed" }>): void {
  setCallRef(scene, leg, event.callRef);
  // RFC 3261 21.1: 180 rings; 183 tells of progress, and of sound if it brings a description.
  if (leg.state !== "ringing" || (event.status !== 180 && event.status !== 183)) return;
  // Every contact of a phone says so, some again and again.
  if (event.status === 180 && !leg.rang) note(scene, leg.agent ? "agent" : "line", about(scene, leg, "is ringing", "振铃"));
  if (event.status === 180) leg.rang = true;
  if (leg.role === "callee") calleeRings(scene, leg, event.remote);
}

export function legAnswered(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.answered" }>): void {
  const { call } = scene;
  if (leg.state !== "ringing") return;
  setCallRef(scene, leg, event.callRef);
  leg.state = "up";
  if (event.remote) updateSound(scene, leg, event.remote, "update");
  if (call.callback && leg === callerLeg(call)) customerAnswered(scene, leg);
  else if (call.alarm && leg === callerLeg(call)) alarmAnswered(scene);
  else if (leg.outward && leg === callerLeg(call)) {
    dialFar(scene, leg);
    if (call.startFlow !== undefined) callerHears(scene);
  } else if (leg.role === "agent") agentAnswered(scene, leg);
  else if (leg.role === "watcher") watcherUp(scene, leg);
  else if (leg.fetches) fetched(scene, leg);
  else if (call.consult?.leg === leg.id) consultAnswered(scene, leg);
  else if (call.handover?.leg === leg.id) handoverAnswered(scene, leg);
  else if (call.transfer?.leg === leg.id) {
    clearTimer(scene, "transfer");
    note(scene, "line", about(scene, leg, "answered", "应答"));
    connect(scene, leg);
  } else farAnswered(scene, leg);
}

/** A direct call's far side. */
function farAnswered(scene: Scene, leg: CallLeg): void {
  const caller = callerLeg(scene.call);
  calleeAnswered(scene, leg);
  if (caller.outward) callerHears(scene);
}

function fetched(scene: Scene, leg: CallLeg): void {
  delete leg.fetches;
  if (pickUp(scene, leg)) return;
  note(scene, "agent", about(scene, leg, "came too late for the call", "代答未成功"));
  closeLeg(scene, leg, "answered-elsewhere");
}

/** Rang long enough without an answer. */
export function transferTimeUp(scene: Scene): void {
  const { transfer } = scene.call;
  const leg = transfer && legOf(scene.call, transfer.leg);
  if (!leg || leg.state === "up" || leg.state === "ended") return;
  closeLeg(scene, leg, "no-answer");
  partOver(scene, leg, "no-answer", "box");
}

/** An ACK came. The first one means that the caller hears us; later ones end a change of media (RFC 3261 13.2.2.4, 14.2). */
export function legConfirmed(scene: Scene, leg: CallLeg, remote: MediaDescription | undefined): void {
  const { call } = scene;
  if (remote) {
    updateSound(scene, leg, remote, "update");
    heldByFarSide(scene, leg, remote);
  }
  if (leg.role !== "caller" || call.confirmed) return;
  call.confirmed = true;
  leg.state = "up";
  callerHears(scene);
}

function callerHears(scene: Scene): void {
  const { call, ctx } = scene;
  const { settings } = ctx;
  if (call.joins) {
    joinOther(scene);
    return;
  }
  call.record.answeredAtMs ??= ctx.atMs;
  const notice = followPolicy(scene, "answer");
  if (notice.length > 0) {
    note(scene, "line", { en: "Answered by the box", zh: "设备应答" });
    play(scene, { purpose: "privacy", items: notice, bargeIn: false, repeat: false });
  } else if (call.star) {
    const { language } = settings.site;
    const items = [{ kind: "speech" as const, text: starWords(scene)[language], language }];
    play(scene, { purpose: "notice", items, bargeIn: false, repeat: false });
  } else if (call.farewell) sayFarewell(scene);
  else if (call.outgoing?.pin) askPin(scene);
  else if (call.wantsBox) beginHearing(scene);
  else if (!goesStraight(scene) && call.startFlow !== undefined) {
    note(scene, "line", { en: "Answered by the box", zh: "设备应答" });
    beginFlow(scene);
  }
  keep(scene);
}

export function legEnded(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.ended" }>): void {
  const { why, status, by } = event;
  legGone(scene, leg, why);
  if (leg !== callerLeg(scene.call)) {
    const answer = status ? ` (${status})` : "";
    const name = who(scene, leg);
    const words = { en: `${name}: ${endReasons[why].en}${answer}`, zh: `${name}：${endReasons[why].zh}${answer}` };
    note(scene, leg.agent ? "agent" : "line", words);
  }
  partOver(scene, leg, why, by, status);
}

/** It rang as long as the phone's forward wants. */
export function forwardTimeUp(scene: Scene): void {
  forwardDue(scene, (leg) => partOver(scene, leg, "no-answer", "box"));
}

function setCallRef(scene: Scene, leg: CallLeg, callRef: string): void {
  const row = scene.call.record.legs.find((l) => l.leg === leg.id);
  if (!row || row.callRef === callRef || !callRef) return;
  row.callRef = callRef;
  keep(scene);
}

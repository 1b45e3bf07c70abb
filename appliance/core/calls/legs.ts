import { type EndReason, endReasons } from "../../contract/end-reason.ts";
import type { LineEvent } from "../../contract/line.ts";
import type { MediaDescription, MediaEvent } from "../../contract/media.ts";
import { type CallLeg, callerLeg, legOf } from "./call.ts";
import { calleeAnswered, calleeRings, dialNow } from "./direct.ts";
import { closeLeg, closeTalk, endCall, legGone } from "./ending.ts";
import { sayFarewell } from "./farewell.ts";
import { beginFlow, flowHears, flowReturns } from "./flow-run.ts";
import { forwardDue, forwarded } from "./forwarding.ts";
import { enterStartQueue } from "./incoming.ts";
import { agentAnswered, agentDeclined } from "./offering.ts";
import { askPin } from "./outgoing/ask-pin.ts";
import { wayFailed } from "./outgoing/dial-out.ts";
import { followPolicy } from "./recording.ts";
import { clearTimer, keep, note, type Scene } from "./scene.ts";
import { play, stopPlay, updateSound } from "./sound.ts";
import { starWords } from "./star.ts";
import { about, connect, heldByFarSide, who } from "./talking.ts";

/** Our side of the leg's sound is ready; what for was noted when it was asked. */
export function mediaOpened(scene: Scene, leg: CallLeg, local: MediaDescription): void {
  const purpose = leg.awaiting.shift();
  leg.sound = "open";
  leg.local = local;
  if (purpose === "answer") scene.out.push({ do: "line.answer", leg: leg.id, local });
  else if (purpose === "dial") dialNow(scene, leg, local);
  else if (purpose === "accept") scene.out.push({ do: "line.accept", leg: leg.id, local });
}

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
  const talking = scene.call.talk?.leg === leg.id;
  closeLeg(scene, leg, reason);
  if (talking) talkOver(scene, reason);
  else if (!goesOn(scene, leg, reason)) legFailed(scene, leg, reason);
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
  if (leg.role === "agent") {
    agentAnswered(scene, leg);
    return;
  }
  if (call.transfer?.leg !== leg.id) {
    calleeAnswered(scene, leg);
    return;
  }
  clearTimer(scene, "transfer");
  note(scene, "line", about(scene, leg, "answered", "应答"));
  connect(scene, leg);
}

/** Rang long enough without an answer. */
export function transferTimeUp(scene: Scene): void {
  const { transfer } = scene.call;
  const leg = transfer && legOf(scene.call, transfer.leg);
  if (!leg || leg.state === "up" || leg.state === "ended") return;
  closeLeg(scene, leg, "no-answer");
  if (!wayFailed(scene, leg.id, "no-answer", undefined)) legFailed(scene, leg, "no-answer");
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
  else if (call.startQueue) enterStartQueue(scene);
  else if (call.startFlow !== undefined) {
    note(scene, "line", { en: "Answered by the box", zh: "设备应答" });
    beginFlow(scene);
  }
  keep(scene);
}

export function legEnded(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.ended" }>): void {
  const { call } = scene;
  const { why, status } = event;
  const talking = call.talk?.leg === leg.id;
  legGone(scene, leg, why);
  if (leg === callerLeg(call)) {
    callerGone(scene, event);
    return;
  }
  const answer = status ? ` (${status})` : "";
  const name = who(scene, leg);
  const words = { en: `${name}: ${endReasons[why].en}${answer}`, zh: `${name}：${endReasons[why].zh}${answer}` };
  note(scene, leg.agent ? "agent" : "line", words);
  if (talking) talkOver(scene, why);
  else if (!goesOn(scene, leg, why, status)) legFailed(scene, leg, why);
}

/** Who hangs up before anybody spoke to him has given up; in a menu he may have heard what he wanted. */
function callerGone(scene: Scene, event: Extract<LineEvent, { on: "line.ended" }>): void {
  const { call } = scene;
  const waiting = call.queue !== undefined || call.record.answeredAtMs === undefined || (call.transfer && !call.talk);
  if (call.flow) flowHears(scene, { on: "gone" });
  endCall(scene, event.why === "hangup" && waiting ? "abandoned" : event.why, event.by === "far" ? "caller" : "box");
}

/** Another trunk takes the call, or the phone forwards it. */
const goesOn = (scene: Scene, leg: CallLeg, why: EndReason, status?: number): boolean =>
  wayFailed(scene, leg.id, why, status) || forwarded(scene, leg.id, why);

/** It rang as long as the phone's forward wants. */
export const forwardTimeUp = (scene: Scene): void => forwardDue(scene, (leg) => legFailed(scene, leg, "no-answer"));

/** A leg that never got through. */
function legFailed(scene: Scene, leg: CallLeg, why: EndReason): void {
  const { call } = scene;
  if (leg.role === "agent") {
    agentDeclined(scene, leg, why);
    return;
  }
  if (call.transfer?.leg !== leg.id) {
    endCall(scene, why, "box");
    return;
  }
  delete call.transfer;
  clearTimer(scene, "transfer");
  stopPlay(scene);
  flowReturns(scene, why === "busy" || why === "rejected" ? "busy" : why === "no-answer" ? "no-answer" : "failed");
}

/** The person is done: the flow may have more to say (a survey), else the call is over. */
function talkOver(scene: Scene, why: EndReason): void {
  const { call } = scene;
  closeTalk(scene);
  delete call.transfer;
  stopPlay(scene);
  if (why === "hangup" && call.flow) {
    flowReturns(scene, "served");
    return;
  }
  endCall(scene, why, why === "hangup" ? "agent" : "box");
}

function setCallRef(scene: Scene, leg: CallLeg, callRef: string): void {
  const row = scene.call.record.legs.find((l) => l.leg === leg.id);
  if (!row || row.callRef === callRef || !callRef) return;
  row.callRef = callRef;
  keep(scene);
}

import type { EndReason } from "../../contract/end-reason.ts";
import type { LineEvent } from "../../contract/line.ts";
import type { MediaDescription, MediaEvent } from "../../contract/media.ts";
import { type CallLeg, callerLeg } from "./call.ts";
import { calleeAnswered, calleeFailed, calleeRings, dialNow } from "./direct.ts";
import { closeLeg, closeTalk, endCall, legGone } from "./ending.ts";
import { flowHears, flowReturns, startCallFlow } from "./flow-run.ts";
import { agentAnswered, agentDeclined } from "./queueing.ts";
import { startRecording } from "./recording.ts";
import { clearTimer, keep, media, note, play, type Scene, setPhase, speech, stopPlay } from "./scene.ts";
import { connect, who } from "./talking.ts";

/** Our side of the leg's sound is ready; what for was noted when it was asked. */
export function mediaOpened(scene: Scene, leg: CallLeg, local: MediaDescription): void {
  leg.local = local;
  const { opening } = leg;
  delete leg.opening;
  if (leg.state === "ended" || scene.call.ending) {
    if (leg.state === "ended") media(scene, { do: "media.close", leg: leg.id });
    return;
  }
  if (opening === "answer") scene.out.push({ do: "line.answer", leg: leg.id, local });
  else if (opening === "dial") dialNow(scene, leg);
  else if (opening === "accept") scene.out.push({ do: "line.accept", leg: leg.id, local });
  // The caller of a direct call is answered when the other side is.
  else if (opening === "none") leg.opening = "none";
}

export function mediaRefused(scene: Scene, leg: CallLeg, why: Extract<MediaEvent, { on: "media.refused" }>["why"]): void {
  const { opening } = leg;
  delete leg.opening;
  note(scene, "fault", `No sound with ${who(scene, leg)}: ${why}`, `与 ${who(scene, leg)} 无法建立媒体：${why}`);
  if (opening === "accept") {
    scene.out.push({ do: "line.refuse", leg: leg.id, why: "no-media" });
    return;
  }
  const reason: EndReason = why === "no-port" ? "overload" : "no-media";
  if (leg === callerLeg(scene.call)) return endCall(scene, reason, "box");
  legGone(scene, leg);
  legFailed(scene, leg, reason === "overload" ? "line-failed" : reason);
}

export function legProgressed(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.progressed" }>): void {
  setCallRef(scene, leg, event.callRef);
  if (event.status === 180 || event.status === 183) {
    note(scene, leg.agent ? "agent" : "line", `${who(scene, leg)} is ringing`, `${who(scene, leg)} 振铃`);
    if (leg.role === "callee") calleeRings(scene);
  }
}

export function legAnswered(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.answered" }>): void {
  setCallRef(scene, leg, event.callRef);
  leg.state = "up";
  if (event.remote) media(scene, { do: "media.update", leg: leg.id, remote: event.remote, role: "answer" });
  if (leg.role === "agent") return agentAnswered(scene, leg);
  if (leg.role !== "callee") return;
  if (scene.call.transfer?.leg !== leg.id) return calleeAnswered(scene, leg);
  clearTimer(scene, "transfer");
  note(scene, "line", `${leg.number} answered`, `${leg.number} 应答`);
  connect(scene, leg);
}

/** Rang long enough without an answer. */
export function transferTimeUp(scene: Scene): void {
  const { transfer } = scene.call;
  const leg = scene.call.legs.find((l) => l.id === transfer?.leg);
  if (!leg || leg.state === "up" || leg.state === "ended") return;
  closeLeg(scene, leg, "no-answer");
  legFailed(scene, leg, "no-answer");
}

/** The ACK came: the caller hears us from here on. */
export function legConfirmed(scene: Scene, leg: CallLeg, remote: MediaDescription | undefined): void {
  const { call, ctx } = scene;
  if (remote) media(scene, { do: "media.update", leg: leg.id, remote, role: "answer" });
  if (leg !== callerLeg(call) || call.ending) return;
  const first = leg.state === "opening" || call.record.answeredAtMs === undefined || call.recordings.length === 0;
  leg.state = "up";
  if (!first) return;
  call.record.answeredAtMs ??= ctx.atMs;
  if (ctx.settings.recording.calls && !call.star) startRecording(scene, leg.id, "call");
  if (call.star) {
    const { said } = call.star;
    const { language } = ctx.settings.site;
    play(scene, { purpose: "notice", items: speech(said[language], language), bargeIn: false, repeat: false });
  } else if (call.startFlow !== undefined) {
    const flow = call.startFlow;
    delete call.startFlow;
    note(scene, "line", "Answered by the box", "设备应答");
    setPhase(scene, "flow");
    startCallFlow(scene, flow);
  }
  keep(scene);
}

export function legEnded(scene: Scene, leg: CallLeg, event: Extract<LineEvent, { on: "line.ended" }>): void {
  const { call } = scene;
  if (leg.state === "ended") return;
  const talking = call.talk?.leg === leg.id;
  legGone(scene, leg);
  if (call.ending) return;
  if (leg === callerLeg(call)) return callerGone(scene, event);
  note(scene, leg.agent ? "agent" : "line", `${who(scene, leg)}: ${event.why}${event.status ? ` (${event.status})` : ""}`, `${who(scene, leg)}：${event.why}${event.status ? `（${event.status}）` : ""}`);
  if (talking) return talkOver(scene, leg, event.why);
  legFailed(scene, leg, event.why);
}

function callerGone(scene: Scene, event: Extract<LineEvent, { on: "line.ended" }>): void {
  const waiting = scene.call.queue !== undefined || scene.call.record.answeredAtMs === undefined;
  if (scene.call.flow) flowHears(scene, { on: "gone" });
  endCall(scene, event.why === "hangup" && waiting ? "abandoned" : event.why, event.by === "box" ? "box" : "caller");
}

/** A leg that never got through. */
function legFailed(scene: Scene, leg: CallLeg, why: EndReason): void {
  if (leg.role === "agent") return agentDeclined(scene, leg, why);
  if (leg.role !== "callee") return;
  const { transfer } = scene.call;
  if (transfer?.leg !== leg.id) return calleeFailed(scene, why);
  delete scene.call.transfer;
  clearTimer(scene, "transfer");
  stopPlay(scene);
  setPhase(scene, "flow");
  flowReturns(scene, why === "busy" || why === "rejected" ? "busy" : why === "no-answer" ? "no-answer" : "failed");
}

/** The person is done: the flow may have more to say (a survey), else the call is over. */
function talkOver(scene: Scene, leg: CallLeg, why: EndReason): void {
  const { call } = scene;
  closeTalk(scene);
  delete call.transfer;
  if (why === "hangup" && call.flow) {
    call.served = "agent";
    setPhase(scene, "flow");
    return flowReturns(scene, "served");
  }
  endCall(scene, why, leg.agent || leg.role === "callee" ? "agent" : "caller");
}

function setCallRef(scene: Scene, leg: CallLeg, callRef: string): void {
  const row = scene.call.record.legs.find((l) => l.leg === leg.id);
  if (!row || row.callRef === callRef || !callRef) return;
  row.callRef = callRef;
  keep(scene);
}

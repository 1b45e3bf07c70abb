import type { EndReason } from "../../../contract/end-reason.ts";
import type { LineEvent } from "../../../contract/line.ts";
import { type Call, type CallLeg, callerLeg, legOf } from "../call.ts";
import { rangOffSatisfied } from "../callback/asking.ts";
import { agentLeftAttempt } from "../callback/attempt.ts";
import { closeLeg, closeTalk, endCall } from "../ending.ts";
import { flowHears, flowReturns } from "../flow-run.ts";
import { forwarded } from "../forwarding.ts";
import { join, talkers } from "../mix.ts";
import { agentDeclined } from "../offering.ts";
import { wayFailed } from "../outgoing/dial-out.ts";
import { clearTimer, type Scene } from "../scene.ts";
import { stopBeside, stopPlay } from "../sound.ts";
import { beginSurvey } from "../survey.ts";
import { connect, settle } from "../talking.ts";
import { notTaken } from "../unanswered.ts";
import { completeConsult, consultOver } from "./consult.ts";
import { handoverFailed } from "./handover.ts";
import { leaveOthers, promote } from "./succession.ts";
import { watcherLeft } from "./watch.ts";
import { endWatching } from "./watch-end.ts";

type By = Extract<LineEvent, { on: "line.ended" }>["by"];

/** A leg is over, whoever ended it, and closed on our side: what that means for the others. */
export function partOver(scene: Scene, leg: CallLeg, why: EndReason, by: By, status?: number): void {
  const { call } = scene;
  if (call.ending || agentLeftAttempt(scene, leg)) return;
  // Another trunk takes the call, or the phone forwards it.
  if (leg.id !== call.talk?.leg && (wayFailed(scene, leg.id, why, status) || forwarded(scene, leg.id, why))) return;
  if (call.consult?.by === leg.id) completeConsult(scene, leg);
  else if (leg === callerLeg(call)) callerGone(scene, why, by);
  else if (call.consult?.leg === leg.id) consultOver(scene);
  else if (call.talk?.leg === leg.id) partnerGone(scene, why);
  else if (call.also?.includes(leg.id)) {
    leaveOthers(scene, leg);
    settle(scene);
  } else if (leg.role === "watcher") watcherLeft(scene, leg);
  else if (leg.fetches) return;
  else if (call.handover?.leg === leg.id) handoverFailed(scene, why);
  else if (call.handover?.asked === leg.id) delete call.handover.asked;
  else if (leg.role === "agent") agentDeclined(scene, leg, why);
  else if (call.transfer?.leg === leg.id) flowTransferFailed(scene, why);
  else if (!call.talk) notTaken(scene, why);
}

/** Of three the other two go on. Who hangs up before anybody spoke to him has given up; in a menu he may have heard what he wanted. */
function callerGone(scene: Scene, why: EndReason, by: By): void {
  const { call } = scene;
  if (rangOffSatisfied(scene)) return;
  const talk = call.talk && legOf(call, call.talk.leg);
  const next = legOf(call, call.also?.[0] ?? ("" as never));
  if (talk && next) {
    leaveOthers(scene, next);
    promote(scene, talk);
    connect(scene, next);
    return;
  }
  const handed = call.handover !== undefined || (call.transfer && !call.talk);
  const waiting = call.queue !== undefined || call.record.answeredAtMs === undefined || handed;
  if (call.flow) flowHears(scene, { on: "gone" });
  endCall(scene, why === "hangup" && waiting ? "abandoned" : why, by === "far" ? "caller" : "box");
}

/** Who else talks with the caller goes on; a supervisor who had joined is the next one. */
function partnerGone(scene: Scene, why: EndReason): void {
  const { call } = scene;
  const next = talkers(call).find((l) => l !== callerLeg(call) && l.id !== call.talk?.leg);
  if (!next) {
    talkOver(scene, why);
    return;
  }
  leaveOthers(scene, next);
  next.role = "callee";
  delete next.watch;
  connect(scene, next);
}

/** The person is done: the flow may have more to say (a survey), else the call is over. */
function talkOver(scene: Scene, why: EndReason): void {
  const { call } = scene;
  dropConsult(scene, call.consult);
  closeTalk(scene);
  delete call.transfer;
  stopPlay(scene);
  endWatching(scene);
  join(scene);
  if (why === "hangup" && beginSurvey(scene)) return;
  if (why === "hangup" && call.flow) flowReturns(scene, "served");
  else endCall(scene, why, why === "hangup" ? "agent" : "box");
}

function dropConsult(scene: Scene, consult: Call["consult"]): void {
  const { call } = scene;
  if (!consult) return;
  delete call.consult;
  if (call.beside) stopBeside(scene);
  const asked = legOf(call, consult.leg);
  if (asked) closeLeg(scene, asked, "hangup");
}

function flowTransferFailed(scene: Scene, why: EndReason): void {
  const { call } = scene;
  delete call.transfer;
  clearTimer(scene, "transfer");
  stopPlay(scene);
  flowReturns(scene, why === "busy" || why === "rejected" ? "busy" : why === "no-answer" ? "no-answer" : "failed");
}

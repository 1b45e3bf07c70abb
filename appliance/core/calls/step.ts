import type { BoxEvent } from "../../contract/effects.ts";
import { isHandEvent } from "../../contract/hand.ts";
import type { CallId, LegId } from "../../kit/ids.ts";
import type { CareAsk } from "../alarms/care-word.ts";
import { alarmTimeUp, careAsks } from "./alarm/alarm-call.ts";
import { arrive } from "./arrive.ts";
import { type Call, type CallsState, callIdOf, callOf, legOf } from "./call.ts";
import { numberDone } from "./callback/asking.ts";
import { attemptTimeUp, beginAttempt } from "./callback/attempt.ts";
import { dialogueHears } from "./dialogue.ts";
import { cutOff, endCall, letGo } from "./ending.ts";
import { flowHears } from "./flow-run.ts";
import { handoverTimeUp } from "./hand/handover.ts";
import { inHand } from "./hand/in-hand.ts";
import { parkedLongEnough } from "./hand/park.ts";
import { stepHand } from "./hand/step-hand.ts";
import { handToSurvey } from "./hand/to-survey.ts";
import { stepLeg } from "./leg-event.ts";
import { forwardTimeUp, transferTimeUp } from "./legs.ts";
import { pinChecked, pinTyped } from "./outgoing/ask-pin.ts";
import { rendered } from "./playing.ts";
import { heardQueue, type QueueWord } from "./queueing.ts";
import { pauseRecording, resumeRecording } from "./record-pause.ts";
import { recordingEnded, stopForRoom } from "./recording.ts";
import { type CallContext, type CallOut, note, type Scene, timerOf } from "./scene.ts";
import { takingRecorded } from "./taking.ts";
import { leavingRecorded } from "./voicemail/leaving.ts";
import { hearBox } from "./voicemail/listen.ts";

/** What happens to calls: from the lines, the media, the speech engine, the business systems, timers, people and the queues. */
export type CallsEvent = BoxEvent | { on: "queue"; word: QueueWord } | CareAsk;

/** Changes `state` in place and returns what is to be done. Same state, event and context: same result. */
export function stepCalls(state: CallsState, event: CallsEvent, ctx: CallContext): CallOut[] {
  const out: CallOut[] = [];
  const scenes = (): Scene[] => Object.values(state.calls).map((call) => ({ state, call, ctx, out }));
  switch (event.on) {
    case "line.ringing":
      if (!callOf(state, callIdOf(event.leg))) arrive(state, event, ctx, out);
      break;
    case "box.started":
      for (const scene of scenes()) cutOff(scene);
      break;
    case "box.stopping":
      for (const scene of scenes()) endCall(scene, "shutdown", "box");
      break;
    case "disk.room":
      for (const scene of scenes()) stopForRoom(scene, event.freeMb);
      break;
    default: {
      if (isHandEvent(event)) {
        stepHand(state, event, ctx, out);
        break;
      }
      if (event.on === "care.call" || event.on === "care.say" || event.on === "care.hangUp") {
        careAsks(state, event, ctx, out);
        break;
      }
      if (event.on === "queue" && event.word.do === "queue.offer") beginAttempt(state, event.word, ctx, out);
      const call = concerned(state, event);
      if (call) stepCall({ state, call, ctx, out }, event);
    }
  }
  return out;
}

function concerned(state: CallsState, event: CallsEvent): Call | undefined {
  switch (event.on) {
    case "queue":
      return callOf(state, event.word.call);
    case "speech.rendered":
    case "lookup.answered":
      return callOf(state, event.request.split(":")[0] as CallId);
    case "media.recorded":
    case "media.recordFailed":
      return callOf(state, event.recording.slice(0, event.recording.lastIndexOf("-")) as CallId);
    case "timer.due": {
      const timer = timerOf(event.key);
      return timer && callOf(state, timer.call);
    }
    case "desk.hangup":
    case "pin.checked":
    case "desk.survey":
      return callOf(state, event.call);
    case "desk.recordPause":
    case "desk.recordResume":
      return inHand(state, event.agent)?.call;
    default:
      return "leg" in event ? callWith(state, event.leg) : undefined;
  }
}

function stepCall(scene: Scene, event: CallsEvent): void {
  if ("leg" in event) {
    const leg = legOf(scene.call, event.leg);
    if (leg) stepLeg(scene, leg, event);
    return;
  }
  const { call } = scene;
  switch (event.on) {
    case "queue":
      // Of a call that is over only the row of its stay is still to be written.
      if (!call.ending || event.word.do === "queue.left") heardQueue(scene, event.word);
      return;
    case "media.recorded":
    case "media.recordFailed":
      recorded(scene, event);
      return;
    case "speech.rendered":
      rendered(scene, event);
      return;
    case "lookup.answered": {
      const { outcome, values } = event;
      flowHears(scene, { on: "lookedUp", token: event.request.split(":").slice(1).join(":"), outcome, values });
      return;
    }
    case "pin.checked":
      if (call.hearing) hearBox(scene, { on: "pinChecked", right: event.outcome === "right" });
      else pinChecked(scene, event.outcome);
      return;
    case "timer.due":
      timerDue(scene, event.key);
      return;
    case "desk.hangup":
      if (call.ending) return;
      note(scene, "agent", { en: `Ended at the console by ${event.by}`, zh: `${event.by} 在控制台挂断` });
      endCall(scene, "hangup", "agent");
      return;
    case "desk.survey":
      handToSurvey(scene, event.by);
      return;
    case "desk.recordPause":
      pauseRecording(scene, "console", event.by);
      return;
    case "desk.recordResume":
      resumeRecording(scene, "console", event.by);
      return;
    default:
      return;
  }
}

function recorded(scene: Scene, event: Parameters<typeof recordingEnded>[1]): void {
  const row = recordingEnded(scene, event);
  if (row && !leavingRecorded(scene, row)) takingRecorded(scene, row);
  letGo(scene);
}

function timerDue(scene: Scene, key: string): void {
  const { call } = scene;
  const what = timerOf(key)?.what ?? "";
  call.timers = call.timers.filter((t) => t !== what);
  if (what === "last-words") {
    letGo(scene, true);
    return;
  }
  if (what === "max") {
    // Who calls for help is not cut off; a far side that is gone is noticed by its silence.
    if (call.outgoing?.class !== "emergency") endCall(scene, "time-limit", "box");
    return;
  }
  if (what === "record-resume") {
    resumeRecording(scene, "flow", call.record.called);
    return;
  }
  if (what === "dialogue") {
    dialogueHears(scene, { on: "timeUp" });
    return;
  }
  if (what === "callback-number") {
    numberDone(scene);
    return;
  }
  if (what === "callback-ring") {
    attemptTimeUp(scene);
    return;
  }
  if (alarmTimeUp(scene, what)) return;
  if (what === "transfer") {
    transferTimeUp(scene);
    return;
  }
  if (what === "forward") {
    forwardTimeUp(scene);
    return;
  }
  if (what === "pin") {
    pinTyped(scene);
    return;
  }
  if (what === "handover") {
    handoverTimeUp(scene);
    return;
  }
  if (what === "park") {
    parkedLongEnough(scene);
    return;
  }
  if (what.startsWith("flow:")) flowHears(scene, { on: "timer", token: what.slice(5) });
}

/** The call a leg is in: the one it came with, unless it went over into another. */
function callWith(state: CallsState, leg: LegId): Call | undefined {
  const own = callOf(state, callIdOf(leg));
  if (own && legOf(own, leg)) return own;
  return Object.values(state.calls).find((call) => legOf(call, leg));
}

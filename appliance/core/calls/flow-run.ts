import type { Sentence } from "../../contract/records.ts";
import type { PhoneId, QueueId } from "../../kit/ids.ts";
import type { FlowEffect } from "../flows/flow-effect.ts";
import type { FlowEvent } from "../flows/flow-event.ts";
import { secretAhead } from "../flows/secret-ahead.ts";
import { startFlow, stepFlow } from "../flows/step-flow.ts";
import { askByFlow } from "./ask-survey.ts";
import { type CallLeg, callerLeg } from "./call.ts";
import { skillFact } from "./caller-facts.ts";
import { endCall } from "./ending.ts";
import { ringPhone } from "./forwarding.ts";
import { startOutside } from "./outgoing/dial-out.ts";
import { queueUp } from "./queue-up.ts";
import { hushForFlow } from "./record-pause.ts";
import { noticeHeard, startRecording, stopRecording } from "./recording.ts";
import { clearTimer, keep, note, type Scene, setPhase, setTimer } from "./scene.ts";
import { play, stopPlay } from "./sound.ts";
import { leaveMessage } from "./voicemail/begin-leaving.ts";

/** The caller hears us: into the flow that his number leads to. */
export function beginFlow(scene: Scene): void {
  const { call, ctx } = scene;
  const flow = call.startFlow;
  if (flow === undefined) return;
  delete call.startFlow;
  setPhase(scene, "flow");
  const { record } = call;
  const { called, line, diverted } = record;
  const caller = record.caller === "anonymous" ? "" : record.caller;
  const facts = { caller, called, line, ...(diverted ? { calledFirst: diverted.first } : {}) };
  const { language } = call.facts ?? {};
  call.flowSet = ctx.flowSet;
  call.flow = startFlow(ctx.flowsOf(call.flowSet), flow, facts, language ? { language: record.language } : {});
  record.language = call.flow.language;
  flowHears(scene, { on: "started" });
}

/** One event for the interpreter, and its effects done. Nothing when the call is in no flow. */
export function flowHears(scene: Scene, event: FlowEvent): void {
  const { call, ctx } = scene;
  if (!call.flow || call.ending) return;
  const { state, effects } = stepFlow(ctx.flowsOf(call.flowSet), call.flow, event, ctx.flowContext);
  call.flow = state;
  const frame = state.frames.at(-1);
  if (frame) call.at = titleOf(scene, frame.flow, frame.node);
  const flow = frame && ctx.flowsOf(call.flowSet).flows.find((f) => f.id === frame.flow);
  hushForFlow(scene, flow !== undefined && secretAhead(flow, frame!.node));
  for (const effect of effects) if (!call.ending) perform(scene, effect);
}

/** The flow handed the caller over and hears how it went. */
export function flowReturns(scene: Scene, outcome: Extract<FlowEvent, { on: "returned" }>["outcome"]): void {
  const { call } = scene;
  const { away } = call;
  delete call.away;
  setPhase(scene, "flow");
  if (away !== undefined && call.flow) flowHears(scene, { on: "returned", token: away, outcome });
  else endCall(scene, "flow-end", "box");
}

function perform(scene: Scene, effect: FlowEffect): void {
  const { call } = scene;
  switch (effect.do) {
    case "flow.play":
      play(scene, { purpose: "flow", token: effect.token, items: effect.items, bargeIn: effect.bargeIn, repeat: false });
      return;
    case "flow.stopPlay":
      if (call.play?.token === effect.token) stopPlay(scene);
      return;
    case "flow.timer":
      setTimer(scene, `flow:${effect.token}`, effect.inMs);
      return;
    case "flow.cancelTimer":
      clearTimer(scene, `flow:${effect.token}`);
      return;
    case "flow.lookup": {
      const { token, connector, parameters, timeoutMs } = effect;
      scene.out.push({ do: "lookup.ask", request: `${call.record.id}:${token}`, connector, parameters, timeoutMs });
      return;
    }
    case "flow.record":
      takeMessage(scene, effect);
      return;
    case "flow.stopRecord":
      if (call.taking) stopRecording(scene, call.taking.recording);
      return;
    case "flow.queue":
      call.away = effect.token;
      queueUp(scene, effect.queue as QueueId, {
        ...(effect.priority === 0 ? {} : { priority: effect.priority }),
        facts: skillFact(effect.skills),
      });
      return;
    case "flow.transfer":
      transfer(scene, effect);
      return;
    case "flow.voicemail":
      call.away = effect.token;
      if (!leaveMessage(scene, effect.box, "flow")) flowReturns(scene, "failed");
      return;
    case "flow.survey":
      call.away = effect.token;
      askSurvey(scene, effect.survey);
      return;
    case "flow.variable":
      keepField(scene, effect);
      return;
    case "flow.note":
      note(scene, effect.kind === "fault" ? "fault" : "flow", effect.words, {
        flow: effect.flow,
        node: effect.node,
        ...(effect.entered ? { entered: true, ...effect.entered } : {}),
      });
      return;
    case "flow.noticed":
      noticeHeard(scene, "flow");
      return;
    case "flow.language":
      call.record.language = effect.language;
      keep(scene);
      return;
    case "flow.end":
      flowEnds(scene, effect.why);
      return;
  }
}

function askSurvey(scene: Scene, survey: string): void {
  const passedOver = askByFlow(scene, survey);
  if (passedOver) flowReturns(scene, passedOver);
}

function flowEnds(scene: Scene, why: Extract<FlowEffect, { do: "flow.end" }>["why"]): void {
  switch (why) {
    case "served":
      endCall(scene, "hangup", "agent");
      return;
    case "fault":
      endCall(scene, "fault", "box");
      return;
    case "finished":
      endCall(scene, "flow-end", "box");
      return;
    case "gone":
      // The caller left, and whoever saw it ends the call.
      return;
  }
}

function takeMessage(scene: Scene, effect: Extract<FlowEffect, { do: "flow.record" }>): void {
  const { call } = scene;
  const row = startRecording(scene, callerLeg(call), "voicemail", { record: true }, effect.silenceMs);
  call.taking = { recording: row.id, token: effect.token };
  const items = [{ kind: "tone" as const, tone: "beep" as const, forMs: 300 }];
  if (effect.beep) play(scene, { purpose: "beep", items, bargeIn: false, repeat: false });
}

/** What the caller typed is on the agent's page before he answers (A6). */
function keepField(scene: Scene, effect: Extract<FlowEffect, { do: "flow.variable" }>): void {
  const { fields } = scene.call.record;
  const { name, label, sensitive } = effect;
  const field = { name, label, value: sensitive ? "••••" : effect.value, sensitive };
  const known = fields.find((f) => f.name === name);
  if (known) Object.assign(known, field);
  else if (fields.length < 100) fields.push(field);
  keep(scene);
}

function transfer(scene: Scene, effect: Extract<FlowEffect, { do: "flow.transfer" }>): void {
  const { to, ringMs } = effect;
  scene.call.away = effect.token;
  if (to.kind === "number") transferOut(scene, to.number, ringMs);
  else transferTo(scene, ringPhone(scene, to.phone as PhoneId), ringMs, "busy");
}

/** A caller goes to a number outside; the flow hears when nobody answers there. */
export function transferOut(scene: Scene, number: string, ringMs: number): void {
  transferTo(scene, startOutside(scene, number), ringMs, "failed");
}

function transferTo(scene: Scene, leg: CallLeg | undefined, ringMs: number, otherwise: "failed" | "busy"): void {
  const { call } = scene;
  if (!leg) {
    flowReturns(scene, otherwise);
    return;
  }
  call.transfer = { leg: leg.id };
  setTimer(scene, "transfer", ringMs);
  setPhase(scene, "transfer");
  const items = [{ kind: "tone" as const, tone: "ring-back" as const, forMs: ringMs }];
  play(scene, { purpose: "ring-back", items, bargeIn: false, repeat: true });
}

function titleOf(scene: Scene, flow: string, node: string): Sentence {
  const title = scene.ctx.flowsOf(scene.call.flowSet).flows.find((f) => f.id === flow)?.nodes[node]?.title;
  return { zh: title?.zh ?? title?.en ?? node, en: title?.en ?? title?.zh ?? node };
}

import type { FlowEffect } from "../flows/flow-effect.ts";
import type { FlowEvent } from "../flows/flow-event.ts";
import { startFlow, stepFlow } from "../flows/step-flow.ts";
import type { LineId, PhoneId, QueueId } from "../../kit/ids.ts";
import { callerLeg } from "./call.ts";
import { addLeg } from "./direct.ts";
import { endCall } from "./ending.ts";
import { startRecording, stopRecording } from "./recording.ts";
import { clearTimer, keep, noteWords, play, type Scene, setPhase, setTimer, stopPlay } from "./scene.ts";

export function startCallFlow(scene: Scene, flow: string): void {
  const { record } = scene.call;
  const facts = { caller: record.caller === "anonymous" ? "" : record.caller, called: record.called, line: record.line };
  scene.call.flow = startFlow(scene.ctx.library, flow, facts);
  record.language = scene.call.flow.language;
  flowHears(scene, { on: "started" });
}

/** One event for the interpreter, and its effects done. Nothing when the call is in no flow. */
export function flowHears(scene: Scene, event: FlowEvent): void {
  const { call, ctx } = scene;
  if (!call.flow || call.ending) return;
  const { state, effects } = stepFlow(ctx.library, call.flow, event, ctx.flowContext);
  call.flow = state;
  const frame = state.frames.at(-1);
  if (frame) call.at = titleOf(scene, frame.flow, frame.node);
  for (const effect of effects) if (!call.ending) perform(scene, effect);
}

/** The flow handed the caller over and hears how it went. */
export function flowReturns(scene: Scene, outcome: Extract<FlowEvent, { on: "returned" }>["outcome"]): void {
  const { call } = scene;
  const { away } = call;
  delete call.away;
  if (away !== undefined && call.flow) flowHears(scene, { on: "returned", token: away, outcome });
  else endCall(scene, "flow-end", "box");
}

function perform(scene: Scene, effect: FlowEffect): void {
  const { call, out } = scene;
  switch (effect.do) {
    case "flow.play":
      return play(scene, { purpose: "flow", token: effect.token, items: effect.items, bargeIn: effect.bargeIn, repeat: false });
    case "flow.stopPlay":
      return call.play?.token === effect.token ? stopPlay(scene) : undefined;
    case "flow.timer":
      return setTimer(scene, `flow:${effect.token}`, effect.inMs);
    case "flow.cancelTimer":
      return clearTimer(scene, `flow:${effect.token}`);
    case "flow.lookup":
      out.push({ do: "lookup.ask", request: `${call.record.id}:${effect.token}`, connector: effect.connector, parameters: effect.parameters, timeoutMs: effect.timeoutMs });
      return;
    case "flow.record": {
      const row = startRecording(scene, callerLeg(call).id, "voicemail");
      call.taking = { recording: row.id, token: effect.token, sinceMs: scene.ctx.atMs };
      if (effect.beep) play(scene, { purpose: "beep", items: [{ kind: "tone", tone: "beep", forMs: 300 }], bargeIn: false, repeat: false });
      return;
    }
    case "flow.stopRecord":
      return call.taking ? stopRecording(scene, call.taking.recording) : undefined;
    case "flow.queue":
      call.away = effect.token;
      out.push({ tell: "queues", event: { on: "queue.enter", call: call.record.id, queue: effect.queue as QueueId, ...(effect.priority === 0 ? {} : { priority: effect.priority }) } });
      return;
    case "flow.transfer":
      return transfer(scene, effect);
    case "flow.voicemail":
      // Boxes come with a later slice; the flow is told at once, so that it goes on and nobody waits in silence.
      call.away = effect.token;
      noteWords(scene, "fault", { en: `There is no voicemail box "${effect.box}".`, zh: `没有语音信箱“${effect.box}”。` });
      return flowReturns(scene, "failed");
    case "flow.variable":
      return keepField(scene, effect);
    case "flow.note":
      return noteWords(scene, effect.kind === "fault" ? "fault" : "flow", effect.words, { flow: effect.flow, node: effect.node });
    case "flow.language":
      call.record.language = effect.language;
      return keep(scene);
    case "flow.end":
      if (effect.why !== "gone") endCall(scene, effect.why === "fault" ? "fault" : effect.why === "served" ? "hangup" : "flow-end", effect.why === "served" ? (call.served ?? "agent") : "box");
      return;
  }
}

/** What the caller typed is on the agent's page before he answers (A6). */
function keepField(scene: Scene, effect: Extract<FlowEffect, { do: "flow.variable" }>): void {
  const { fields } = scene.call.record;
  const { name, label, sensitive } = effect;
  const value = sensitive ? "••••" : effect.value;
  const known = fields.find((f) => f.name === name);
  if (known) Object.assign(known, { label, value, sensitive });
  else if (fields.length < 100) fields.push({ name, label, value, sensitive });
  keep(scene);
}

function transfer(scene: Scene, effect: Extract<FlowEffect, { do: "flow.transfer" }>): void {
  const { call, ctx } = scene;
  call.away = effect.token;
  const trunk = ctx.settings.trunks.filter((t) => t.enabled && t.host).sort((a, b) => a.order - b.order)[0];
  if (effect.to.kind === "number" && !trunk) return flowReturns(scene, "failed");
  const leg =
    effect.to.kind === "phone"
      ? addLeg(scene, "callee", { kind: "phone", phone: effect.to.phone as PhoneId }, effect.to.phone, ctx.agentAt(effect.to.phone as PhoneId))
      : addLeg(scene, "callee", { kind: "line", line: trunk!.id as LineId }, effect.to.number);
  call.transfer = { leg: leg.id };
  setTimer(scene, "transfer", effect.ringMs);
  setPhase(scene, "transfer");
  play(scene, { purpose: "ring-back", items: [{ kind: "tone", tone: "ring-back", forMs: effect.ringMs }], bargeIn: false, repeat: true });
}

function titleOf(scene: Scene, flow: string, node: string): string {
  const found = scene.ctx.library.flows.find((f) => f.id === flow)?.nodes[node];
  const title = found?.title;
  const { language } = scene.ctx.settings.site;
  return title?.[language] ?? title?.zh ?? title?.en ?? node;
}

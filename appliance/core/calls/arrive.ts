import type { LineEvent } from "../../contract/line.ts";
import type { LegId, LineId, PhoneId } from "../../kit/ids.ts";
import { admitCall } from "../lines/admit.ts";
import type { PhonePlan } from "../lines/phone-plan.ts";
import { planOfPhone } from "../lines/plan-of-phone.ts";
import { agentTalks } from "./agent-ties.ts";
import { type Call, type CallLeg, type CallsState, callerLeg, callIdOf, callsOnLine } from "./call.ts";
import { endCall } from "./ending.ts";
import { ringPhone } from "./forwarding.ts";
import { letIn } from "./incoming.ts";
import { nextWay, planOutgoing } from "./outgoing/dial-out.ts";
import { phoneStar } from "./phone-star.ts";
import { type CallContext, type CallOut, keep, note, type Scene, setTimer } from "./scene.ts";
import { openSound } from "./sound.ts";
import { starAct } from "./star.ts";

type Ringing = Extract<LineEvent, { on: "line.ringing" }>;

/** A call comes in: who it is, what it wants, and where it goes first. */
export function arrive(state: CallsState, event: Ringing, ctx: CallContext, out: CallOut[]): void {
  if (event.party.kind === "line") arriveByLine(state, event, event.party.line, ctx, out);
  else arriveFromPhone(state, event, event.party.phone, ctx, out);
}

function arriveByLine(state: CallsState, event: Ringing, line: LineId, ctx: CallContext, out: CallOut[]): void {
  const { number } = event.to;
  const admission = admitCall(ctx.settings, line, number, callsOnLine(state, line));
  const scene = newCall(state, event, ctx, out, "in");
  const from = event.from.withheld
    ? { en: "a withheld number", zh: "隐藏号码" }
    : { en: event.from.number, zh: event.from.number };
  note(scene, "line", { en: `Call from ${from.en} to ${number} over ${line}`, zh: `来电 ${from.zh} → ${number}，中继 ${line}` });
  if (!admission.ok) {
    endCall(scene, admission.why, "box");
    return;
  }
  const { pattern, flow } = admission;
  note(scene, "line", { en: `Number ${pattern} leads to flow "${flow}"`, zh: `号码 ${pattern} 进入流程“${flow}”` });
  if (letIn(scene, flow)) openCaller(scene, event);
}

function arriveFromPhone(state: CallsState, event: Ringing, phone: PhoneId, ctx: CallContext, out: CallOut[]): void {
  const { number } = event.to;
  const plan = planOfPhone(ctx.settings, number);
  const scene = newCall(state, event, ctx, out, plan.kind === "outside" ? "out" : "internal");
  const { agent } = callerLeg(scene.call);
  // Who dialled is counted for him, answered or not (B13).
  if (agent) scene.call.record.agent = agent;
  note(scene, "line", { en: `Phone ${phone} dials ${number}`, zh: `话机 ${phone} 拨打 ${number}` });
  followPlan(scene, event, phone, plan);
}

function followPlan(scene: Scene, event: Ringing, phone: PhoneId, plan: PhonePlan): void {
  const { call } = scene;
  switch (plan.kind) {
    case "unknown":
      endCall(scene, "not-found", "box");
      return;
    case "flow":
      call.startFlow = plan.flow;
      agentTalks(scene, callerLeg(call));
      openCaller(scene, event);
      return;
    case "star":
      openCaller(scene, event);
      starAct(scene, phone, plan);
      return;
    case "phone":
      if (plan.phone === phone) {
        endCall(scene, "busy", "box");
        return;
      }
      {
        callColleague(scene, event, plan.phone);
        return;
      }
    case "colleague": {
      const settings = scene.ctx.settings.agents.find((a) => a.id === plan.agent);
      const there = scene.ctx.agentNow(plan.agent)?.phone ?? settings?.phone;
      followPlan(scene, event, phone, there ? { kind: "phone", phone: there } : { kind: "unknown" });
      return;
    }
    case "speed-dial":
      if (scene.ctx.settings.phones.some((p) => p.id === plan.number)) {
        followPlan(scene, event, phone, { kind: "phone", phone: plan.number as PhoneId });
        return;
      }
      call.record.direction = "out";
      dialOutside(scene, event, phone, plan.number);
      return;
    case "feature":
      phoneStar(scene, phone, plan);
      openCaller(scene, event);
      return;
    case "outside":
      dialOutside(scene, event, phone, plan.number);
      return;
  }
}

function callColleague(scene: Scene, event: Ringing, phone: PhoneId): void {
  scene.call.direct = true;
  agentTalks(scene, callerLeg(scene.call));
  openCaller(scene, event);
  if (!ringPhone(scene, phone)) endCall(scene, "busy", "box");
}

function dialOutside(scene: Scene, event: Ringing, phone: PhoneId, number: string): void {
  const first = planOutgoing(scene, phone, number);
  scene.call.direct = first === "dial";
  agentTalks(scene, callerLeg(scene.call));
  openCaller(scene, event);
  if (first === "dial") nextWay(scene);
}

function openCaller(scene: Scene, { remote }: Ringing): void {
  openSound(scene, callerLeg(scene.call), scene.call.direct ? "wait" : "answer", remote);
  setTimer(scene, "max", scene.ctx.settings.sip.maxCallSec * 1000);
}

function newCall(
  state: CallsState,
  event: Ringing,
  ctx: CallContext,
  out: CallOut[],
  direction: Call["record"]["direction"],
): Scene {
  const id = callIdOf(event.leg);
  const { from, to, party } = event;
  const place = party.kind === "phone" ? party.phone : party.line;
  const call: Call = {
    record: {
      id,
      direction,
      line: place,
      caller: from.withheld ? "anonymous" : from.number,
      ...(from.name && !from.withheld ? { callerName: from.name } : {}),
      called: to.number,
      language: ctx.settings.site.language,
      startedAtMs: ctx.atMs,
      fields: [],
      legs: [{ leg: event.leg, who: party.kind === "phone" ? party.phone : from.number, callRef: event.callRef }],
    },
    phase: "ringing",
    phaseSinceMs: ctx.atMs,
    legs: [callerOf(event, ctx)],
    nextLeg: 2,
    traceN: 1,
    playN: 0,
    direct: false,
    confirmed: false,
    recordings: [],
    offers: [],
    timers: [],
  };
  state.calls[id] = call;
  const scene: Scene = { state, call, ctx, out };
  keep(scene);
  return scene;
}

function callerOf({ leg: id, party, from, remote }: Ringing, ctx: CallContext): CallLeg {
  const agent = party.kind === "phone" ? ctx.agentAt(party.phone) : undefined;
  return {
    id: id as LegId,
    role: "caller",
    party,
    number: from.number,
    ...(agent ? { agent } : {}),
    state: "opening",
    sound: "none",
    awaiting: [],
    offered: remote !== undefined,
    onHold: false,
    parked: false,
  };
}

import type { LineEvent } from "../../contract/line.ts";
import type { LegId, LineId, PhoneId } from "../../kit/ids.ts";
import { admitCall } from "../lines/admit.ts";
import { outsideLine } from "../lines/outside-lines.ts";
import type { PhonePlan } from "../lines/phone-plan.ts";
import { planOfPhone } from "../lines/plan-of-phone.ts";
import { agentTalks } from "./agent-ties.ts";
import { type Call, type CallLeg, type CallsState, callerLeg, callIdOf, callsOnLine } from "./call.ts";
import { divertedWords } from "./diverting.ts";
import { endCall } from "./ending.ts";
import { ringPhone } from "./forwarding.ts";
import { letIn } from "./incoming.ts";
import { newCall } from "./new-call.ts";
import { newLeg } from "./new-leg.ts";
import { nextWay, planOutgoing } from "./outgoing/dial-out.ts";
import { phoneStar } from "./phone-star.ts";
import { lastDialled, remember } from "./redial.ts";
import { type CallContext, type CallOut, note, type Scene, setTimer } from "./scene.ts";
import { openSound } from "./sound.ts";
import { starAct } from "./star.ts";
import { meantFor, notTaken } from "./unanswered.ts";

type Ringing = Extract<LineEvent, { on: "line.ringing" }>;

/** A call comes in: who it is, what it wants, and where it goes first. */
export function arrive(state: CallsState, event: Ringing, ctx: CallContext, out: CallOut[]): void {
  if (event.replaces) arriveInPlace(state, event, event.replaces, ctx, out);
  else if (event.party.kind === "line") arriveByLine(state, event, event.party.line, ctx, out);
  else arriveFromPhone(state, event, event.party.phone, ctx, out);
}

function arriveByLine(state: CallsState, event: Ringing, line: LineId, ctx: CallContext, out: CallOut[]): void {
  // Modems and analog lines don't say which number was called.
  const number = event.to.number || (outsideLine(ctx.settings, line)?.number ?? "");
  const admission = admitCall(ctx.settings, line, number, callsOnLine(state, line));
  const scene = callOf(state, { ...event, to: { number } }, ctx, out, "in");
  const from = event.from.withheld
    ? { en: "a withheld number", zh: "隐藏号码" }
    : { en: event.from.number, zh: event.from.number };
  note(scene, "line", { en: `Call from ${from.en} to ${number} over ${line}`, zh: `来电 ${from.zh} → ${number}，中继 ${line}` });
  const { diverted } = event;
  if (diverted)
    note(scene, "line", {
      en: `Was for ${diverted.first}; sent on by ${diverted.by} (${divertedWords[diverted.why].en})`,
      zh: `原拨号码 ${diverted.first}，由 ${diverted.by} 转来（${divertedWords[diverted.why].zh}）`,
    });
  if (!admission.ok) {
    endCall(scene, admission.why, "box");
    return;
  }
  const { pattern, flow } = admission;
  note(scene, "line", { en: `Number ${pattern} leads to flow "${flow}"`, zh: `号码 ${pattern} 进入流程“${flow}”` });
  if (letIn(scene, flow)) openCaller(scene, event);
}

/** RFC 3891: a phone takes the place of a leg of ours. Only phones may. */
function arriveInPlace(state: CallsState, event: Ringing, replaced: LegId, ctx: CallContext, out: CallOut[]): void {
  const scene = callOf(state, event, ctx, out, "internal");
  const { number } = event.to;
  note(scene, "line", {
    en: `${event.from.number} takes a call of ${number} to itself`,
    zh: `${event.from.number} 接替 ${number} 的通话`,
  });
  if (event.party.kind === "line") {
    endCall(scene, "rejected", "box");
    return;
  }
  scene.call.joins = { kind: "replaces", leg: replaced };
  openCaller(scene, event);
}

function arriveFromPhone(state: CallsState, event: Ringing, phone: PhoneId, ctx: CallContext, out: CallOut[]): void {
  const { number } = event.to;
  const dialled = planOfPhone(ctx.settings, number);
  const plan = dialled.kind === "redial" ? planOfPhone(ctx.settings, lastDialled(state, phone)) : dialled;
  const scene = callOf(state, event, ctx, out, plan.kind === "outside" ? "out" : "internal");
  const { agent } = callerLeg(scene.call);
  // Who dialled is counted for him, answered or not (B13).
  if (agent) scene.call.record.agent = agent;
  note(scene, "line", { en: `Phone ${phone} dials ${number}`, zh: `话机 ${phone} 拨打 ${number}` });
  remember(state, ctx, phone, plan);
  followPlan(scene, event, phone, plan);
}

function followPlan(scene: Scene, event: Ringing, phone: PhoneId, plan: PhonePlan): void {
  const { call } = scene;
  switch (plan.kind) {
    case "unknown":
    case "redial":
    // Parking is done with a call in hand: by the phone's transfer key to this code.
    case "park":
      endCall(scene, "not-found", "box");
      return;
    case "pick-up":
    case "watch":
      call.joins = plan;
      openCaller(scene, event);
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
    case "voicemail":
      call.wantsBox = { phone, ...(plan.number ? { number: plan.number } : {}) };
      agentTalks(scene, callerLeg(call));
      openCaller(scene, event);
      return;
    case "phone":
      if (plan.phone === phone) {
        endCall(scene, "busy", "box");
        return;
      }
      callColleague(scene, event, plan.phone, plan.intercom);
      return;
    case "colleague": {
      const settings = scene.ctx.settings.agents.find((a) => a.id === plan.agent);
      const there = scene.ctx.agentNow(plan.agent)?.phone ?? settings?.phone;
      if (settings) call.meant = settings.id;
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

function callColleague(scene: Scene, event: Ringing, phone: PhoneId, intercom = false): void {
  scene.call.direct = true;
  meantFor(scene, phone);
  agentTalks(scene, callerLeg(scene.call));
  openCaller(scene, event);
  const leg = ringPhone(scene, phone);
  if (!leg) notTaken(scene, "busy");
  else if (intercom && leg.party.kind === "phone") leg.ring = "auto-answer";
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

function callOf(
  state: CallsState,
  event: Ringing,
  ctx: CallContext,
  out: CallOut[],
  direction: Call["record"]["direction"],
): Scene {
  const { from, to, party, diverted } = event;
  const outsider = party.kind === "line";
  const known = {
    id: callIdOf(event.leg),
    direction,
    line: party.kind === "phone" ? party.phone : party.line,
    // The house knows its own phones, whatever those they call may see.
    caller: from.withheld && outsider ? "anonymous" : from.number,
    ...(from.name && !from.withheld ? { callerName: from.name } : {}),
    called: to.number,
    ...(diverted && outsider ? { diverted } : {}),
  };
  const who = party.kind === "phone" ? party.phone : from.number;
  const scene = newCall(state, known, { leg: callerOf(event, ctx), who, callRef: event.callRef }, ctx, out);
  if (from.withheld && !outsider) scene.call.withholds = true;
  return scene;
}

function callerOf({ leg: id, party, from, remote }: Ringing, ctx: CallContext): CallLeg {
  const agent = party.kind === "phone" ? ctx.agentAt(party.phone) : undefined;
  return newLeg({
    id: id as LegId,
    role: "caller",
    party,
    number: from.number,
    ...(agent ? { agent } : {}),
    offered: remote !== undefined,
  });
}

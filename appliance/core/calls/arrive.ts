import type { LineEvent, Party } from "../../contract/line.ts";
import type { CallId, LegId, PhoneId } from "../../kit/ids.ts";
import { admitCall } from "../lines/admit.ts";
import { type PhonePlan, planOfPhone } from "../lines/phone-plan.ts";
import type { Call, CallLeg, CallsState } from "./call.ts";
import { dialOut } from "./direct.ts";
import { endCall } from "./ending.ts";
import { starAct } from "./star.ts";
import { type CallContext, type CallOut, keep, media, note, type Scene, setTimer } from "./scene.ts";

type Ringing = Extract<LineEvent, { on: "line.ringing" }>;

/** A call comes in: who it is, what it wants, and where it goes first. */
export function arrive(state: CallsState, event: Ringing, ctx: CallContext, out: CallOut[]): void {
  if (event.party.kind === "line") return arriveByLine(state, event, event.party.line, ctx, out);
  arriveFromPhone(state, event, event.party.phone, ctx, out);
}

function arriveByLine(state: CallsState, event: Ringing, line: string, ctx: CallContext, out: CallOut[]): void {
  const admission = admitCall(ctx.settings, line, event.to.number, ctx.callsOnLine(line));
  const scene = newCall(state, event, ctx, out, "in");
  note(scene, "line", `Call from ${shown(event)} to ${event.to.number} over ${line}`, `来电 ${shown(event)} → ${event.to.number}，中继 ${line}`);
  if (!admission.ok) return endCall(scene, admission.why, "box");
  note(scene, "line", `Number ${admission.pattern} leads to flow "${admission.flow}"`, `号码 ${admission.pattern} 进入流程“${admission.flow}”`);
  scene.call.record.line = admission.trunk.id;
  openForAnswer(scene, event, admission.flow);
}

function arriveFromPhone(state: CallsState, event: Ringing, phone: PhoneId, ctx: CallContext, out: CallOut[]): void {
  const plan = planOfPhone(ctx.settings, event.to.number);
  const scene = newCall(state, event, ctx, out, plan.kind === "outside" ? "out" : "internal");
  note(scene, "line", `Phone ${phone} dials ${event.to.number}`, `话机 ${phone} 拨打 ${event.to.number}`);
  followPlan(scene, event, phone, plan);
}

function followPlan(scene: Scene, event: Ringing, phone: PhoneId, plan: PhonePlan): void {
  switch (plan.kind) {
    case "unknown":
      return endCall(scene, "not-found", "box");
    case "flow":
      return openForAnswer(scene, event, plan.flow);
    case "star":
      openForAnswer(scene, event, undefined);
      return starAct(scene, phone, plan);
    case "phone":
      if (plan.phone === phone) return endCall(scene, "busy", "box");
      openCaller(scene, event, "none");
      return dialOut(scene, { kind: "phone", phone: plan.phone }, plan.phone);
    case "outside":
      openCaller(scene, event, "none");
      return dialOut(scene, { kind: "line", line: plan.line as never }, plan.number);
  }
}

/** The box itself answers; `flow` says what the caller then meets. */
function openForAnswer(scene: Scene, event: Ringing, flow: string | undefined): void {
  if (flow !== undefined) scene.call.startFlow = flow;
  openCaller(scene, event, "answer");
}

function openCaller(scene: Scene, event: Ringing, opening: NonNullable<CallLeg["opening"]>): void {
  const leg = scene.call.legs[0]!;
  leg.opening = opening;
  media(scene, { do: "media.open", leg: leg.id, ...(event.remote ? { remote: event.remote } : {}), ...mediaWishes(scene, event.party) });
  setTimer(scene, "max", scene.ctx.settings.sip.maxCallSec * 1000);
}

/** How the sound to and from a party is to be. */
export function mediaWishes(scene: Scene, party: Party): { srtp: "off" | "optional" | "required"; inbandDigits: boolean; codecs: Scene["ctx"]["settings"]["media"]["codecs"] } {
  const { settings } = scene.ctx;
  const trunk = party.kind === "line" ? settings.trunks.find((t) => t.id === party.line) : undefined;
  const phone = party.kind === "phone" ? settings.phones.find((p) => p.id === party.phone) : undefined;
  return { srtp: trunk?.srtp ?? phone?.srtp ?? "off", inbandDigits: trunk?.inbandDigits ?? true, codecs: settings.media.codecs };
}

function newCall(state: CallsState, event: Ringing, ctx: CallContext, out: CallOut[], direction: Call["record"]["direction"]): Scene {
  const id = event.leg.slice(0, event.leg.indexOf("/")) as CallId;
  const leg: CallLeg = { id: event.leg as LegId, role: "caller", party: event.party, number: event.from.number, state: "opening", onHold: false };
  const agent = event.party.kind === "phone" ? ctx.agentAt(event.party.phone) : undefined;
  if (agent) leg.agent = agent;
  const call: Call = {
    record: {
      id,
      direction,
      line: event.party.kind === "line" ? event.party.line : event.party.phone,
      caller: event.from.withheld ? "anonymous" : event.from.number,
      ...(event.from.name && !event.from.withheld ? { callerName: event.from.name } : {}),
      called: event.to.number,
      language: ctx.settings.site.language,
      startedAtMs: ctx.atMs,
      fields: [],
      legs: [{ leg: event.leg, who: event.party.kind === "phone" ? event.party.phone : event.from.number, callRef: event.callRef }],
    },
    phase: "ringing",
    phaseSinceMs: ctx.atMs,
    legs: [leg],
    nextLeg: 2,
    traceN: 1,
    playN: 0,
    recordings: [],
    offers: [],
  };
  state.calls[id] = call;
  const scene: Scene = { state, call, ctx, out };
  keep(scene);
  return scene;
}

const shown = (event: Ringing): string => (event.from.withheld ? "a withheld number" : event.from.number);

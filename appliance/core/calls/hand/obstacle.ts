import type { FaultCode } from "../../../contract/faults.ts";
import type { HandEvent } from "../../../contract/hand.ts";
import { exhaustive } from "../../../kit/exhaustive.ts";
import type { AgentId } from "../../../kit/ids.ts";
import { judgeOutgoing } from "../../lines/outgoing.ts";
import { planOfPhone } from "../../lines/plan-of-phone.ts";
import { type Call, type CallLeg, type CallsState, callOf } from "../call.ts";
import { isHolding, talkers } from "../mix.ts";
import type { CallContext } from "../scene.ts";
import { heldFrom } from "./held-by.ts";
import { askedBy, type InHand, inHand, upOn } from "./in-hand.ts";
import { freeSlot } from "./park.ts";
import { findToPickUp } from "./pick-up.ts";
import { phoneOf, reachOf } from "./reach.ts";
import { diallerOf } from "./ring.ts";
import { takesPart, watcherLeg } from "./watch.ts";

/** Why this can't be done now; asked before the event is heard, and again when it is worked. */
export function handObstacle(state: CallsState, event: HandEvent, ctx: CallContext): FaultCode | undefined {
  switch (event.on) {
    case "desk.watch":
    case "desk.takeOver":
      return mayWatch(state, event, ctx);
    case "desk.watchEnd": {
      const call = callOf(state, event.call);
      return call && watcherLeg(call, event.watcher) ? undefined : "not-found";
    }
    case "desk.release": {
      const call = callOf(state, event.call);
      return call && !call.ending ? undefined : "not-found";
    }
    default:
      return ctx.settings.agents.some((a) => a.id === event.agent) ? ofAgent(state, event, ctx) : "not-found";
  }
}

type AgentsOwn = Extract<HandEvent, { agent: string }>;

function ofAgent(state: CallsState, event: AgentsOwn, ctx: CallContext): FaultCode | undefined {
  const phone = phoneOf(ctx, event.agent as AgentId);
  switch (event.on) {
    case "desk.pickUp":
      if (!phone) return "no-phone";
      return mayPickUp(findToPickUp(state, ctx, event.what, phone), event.agent);
    case "desk.dial": {
      if (!phone) return "no-phone";
      const plan = planOfPhone(ctx.settings, event.to);
      if (plan.kind === "outside")
        return judgeOutgoing(ctx.settings, plan.number, { phone, agent: event.agent as AgentId }).may === "yes"
          ? undefined
          : "bad-target";
      return plan.kind === "phone" || plan.kind === "flow" ? undefined : "bad-target";
    }
    case "desk.leave":
      return upOn(state, event.agent) ? undefined : "no-call-in-hand";
    default: {
      const hand = inHand(state, event.agent, event.on === "desk.resume");
      return hand ? ofCall(state, event, ctx, hand) : "no-call-in-hand";
    }
  }
}

/** What rings at him already he takes by answering. */
function mayPickUp(call: Call | undefined, agent: string): FaultCode | undefined {
  if (!call) return "nothing-to-pick-up";
  return call.legs.some((l) => l.agent === agent && l.state !== "ended") ? "call-state" : undefined;
}

type HandsOn = Extract<HandEvent, { on: "desk.consult" | "desk.transfer" }>;
type OfCall = Exclude<AgentsOwn, { on: "desk.pickUp" | "desk.dial" | "desk.leave" }>;

function ofCall(state: CallsState, event: OfCall, ctx: CallContext, hand: InHand): FaultCode | undefined {
  const { call, leg } = hand;
  switch (event.on) {
    case "desk.hold":
      return isHolding(leg) ? "agent-state" : undefined;
    case "desk.resume":
      return leg.holds ? undefined : "agent-state";
    case "desk.mute":
      return undefined;
    case "desk.consult":
      if (call.consult) return "call-state";
      return ringable(event, ctx, leg) && !isSelf(event, ctx) ? undefined : "bad-target";
    case "desk.consultCancel":
    case "desk.consultComplete":
      return askedBy(hand) ? undefined : "call-state";
    case "desk.conference":
      return askedBy(hand)?.state === "up" ? undefined : "call-state";
    case "desk.transfer":
      if (call.consult || talkers(call).length !== 2) return "call-state";
      return (ringable(event, ctx, leg) || leadsOn(event, ctx)) && !isSelf(event, ctx) ? undefined : "bad-target";
    case "desk.park":
      if (call.consult || talkers(call).length !== 2) return "call-state";
      return freeSlot(state, ctx, event.slot) === undefined ? "slot-taken" : undefined;
    default:
      return exhaustive(event);
  }
}

/** Somebody answers there, and his rights reach so far. */
function ringable({ to }: HandsOn, ctx: CallContext, by: CallLeg): boolean {
  const reach = reachOf(ctx, to);
  if (reach?.kind === "outside") return judgeOutgoing(ctx.settings, reach.number, diallerOf(by)).may === "yes";
  return reach?.kind === "phone";
}
const leadsOn = ({ to }: HandsOn, ctx: CallContext): boolean => ["queue", "flow"].includes(reachOf(ctx, to)?.kind ?? "");

/** Nobody is handed to himself. */
function isSelf({ agent, to }: HandsOn, ctx: CallContext): boolean {
  const reach = reachOf(ctx, to);
  return reach?.kind === "phone" && reach.phone === phoneOf(ctx, agent as AgentId);
}

function mayWatch(
  state: CallsState,
  event: Extract<HandEvent, { on: "desk.watch" | "desk.takeOver" }>,
  ctx: CallContext,
): FaultCode | undefined {
  const call = callOf(state, event.call);
  if (!call || call.ending || !ctx.settings.agents.some((a) => a.id === event.watcher)) return "not-found";
  if (!call.talk) return "call-state";
  const phone = phoneOf(ctx, event.watcher as AgentId);
  if (!phone) return "no-phone";
  if (takesPart(call, phone, event.watcher)) return "call-state";
  return heldFrom(state, event, ctx) ? "call-taken" : undefined;
}

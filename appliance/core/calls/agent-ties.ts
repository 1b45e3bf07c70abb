import type { CallId } from "../../kit/ids.ts";
import type { OfferTerms, RingEnd } from "../agents/agent-event.ts";
import type { CallLeg } from "./call.ts";
import { isUnserved } from "./callback/outcome.ts";
import { type Scene, tell } from "./scene.ts";

/**
 * Calls that no queue offered are the agent's own: his phone rings, he dials, he talks. His state must say so, or a queue would ring him meanwhile.
 * What a queue offers is tied to him by the queue until he has answered; from then on the leg is.
 */
export function agentRings(scene: Scene, leg: CallLeg): void {
  if (!leg.agent || leg.tied) return;
  leg.tied = "rung";
  tell(scene, { on: "agent.offered", agent: leg.agent, call: scene.call.record.id });
}

/** The leg that rings him has come over from another call. */
export function agentRingsOn(scene: Scene, leg: CallLeg, insteadOf: CallId): void {
  if (leg.agent && leg.tied === "rung")
    tell(scene, { on: "agent.offered", agent: leg.agent, call: scene.call.record.id, insteadOf });
}

/** Also for who was not free to be rung and answered all the same. */
export function agentTalks(scene: Scene, leg: CallLeg): void {
  if (!leg.agent || leg.tied === "talking") return;
  leg.tied = "talking";
  tell(scene, { on: "agent.talkStarted", agent: leg.agent, call: scene.call.record.id });
}

/** He talks with somebody whom he took from a queue: its wrap-up is his, and the call counts for it. */
export function agentTook(scene: Scene, leg: CallLeg, terms: OfferTerms): void {
  if (leg.agent && leg.tied === "talking")
    tell(scene, { on: "agent.talkStarted", agent: leg.agent, call: scene.call.record.id, terms });
}

/** The leg is over: he is free of this call, however far it got. */
export function agentIsFree(scene: Scene, leg: CallLeg, how: RingEnd): void {
  const { agent, tied } = leg;
  delete leg.tied;
  if (!agent || !tied) return;
  const call = scene.call.record.id;
  if (tied === "talking") tell(scene, { on: "agent.talkEnded", agent, call, ...(isUnserved(scene) ? { unserved: true } : {}) });
  else tell(scene, { on: "agent.offerEnded", agent, call, how });
}

export function agentHolds(scene: Scene, leg: CallLeg, held: boolean): void {
  if (leg.agent && leg.tied === "talking")
    tell(scene, { on: held ? "agent.held" : "agent.resumed", agent: leg.agent, call: scene.call.record.id });
}

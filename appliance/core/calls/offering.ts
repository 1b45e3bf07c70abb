import type { EndReason } from "../../contract/end-reason.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { QueueEffect } from "../queues/queue-effect.ts";
import type { CallLeg } from "./call.ts";
import { addLeg } from "./direct.ts";
import { closeLeg } from "./ending.ts";
import { note, type Scene, setPhase, tell } from "./scene.ts";
import { about } from "./who.ts";

type StopOffer = Extract<QueueEffect, { do: "queue.stopOffer" }>;

/** Rings an agent's phone for a caller in a queue. */
export function offerTo(scene: Scene, agent: AgentId): void {
  const { call, ctx } = scene;
  const phone = ctx.agentNow(agent)?.phone;
  if (!phone) {
    tell(scene, { on: "queue.offerOutcome", call: call.record.id, agent, how: "phoneUnreachable" });
    return;
  }
  const leg = addLeg(scene, "agent", { kind: "phone", phone }, phone, agent);
  // He is to see whom he will be talking to, not that the house calls.
  if (call.callback)
    leg.presents = { number: call.callback.number, ...(call.record.callerName ? { name: call.record.callerName } : {}) };
  call.offers.push({ agent, leg: leg.id });
}

const stopReasons = {
  "answered-elsewhere": "answered-elsewhere",
  missed: "no-answer",
  "caller-gone": "hangup",
  withdrawn: "hangup",
} as const satisfies Record<StopOffer["why"], EndReason>;

export function stopOffer(scene: Scene, { agents, why }: StopOffer): void {
  for (const agent of agents) {
    const leg = offeredLeg(scene, agent);
    if (!leg) continue;
    if (why === "missed") note(scene, "agent", about(scene, leg, "did not answer in time", "未在规定时间内接听"));
    forgetOffer(scene, leg);
    closeLeg(scene, leg, stopReasons[why]);
  }
}

/** An agent's phone answered: ask the queue whether the call is his. */
export function agentAnswered(scene: Scene, leg: CallLeg): void {
  if (leg.agent) tell(scene, { on: "queue.offerOutcome", call: scene.call.record.id, agent: leg.agent, how: "answered" });
}

/** An agent's phone said no, or could not be reached. */
export function agentDeclined(scene: Scene, leg: CallLeg, why: EndReason): void {
  const { agent } = leg;
  if (!agent || !scene.call.offers.some((o) => o.leg === leg.id)) return;
  forgetOffer(scene, leg);
  note(scene, "agent", about(scene, leg, `did not take the call: ${why}`, `未接听：${why}`));
  const how =
    why === "no-answer" || why === "hangup" ? "missed" : why === "busy" || why === "rejected" ? "refused" : "phoneUnreachable";
  tell(scene, { on: "queue.offerOutcome", call: scene.call.record.id, agent, how });
}

/** He picked up what is no longer his to take. */
export function turnAway(scene: Scene, agent: AgentId): void {
  const { call } = scene;
  const leg = call.legs.find((l) => l.role === "agent" && l.agent === agent && l.id !== call.talk?.leg);
  if (!leg) return;
  forgetOffer(scene, leg);
  closeLeg(scene, leg, "answered-elsewhere");
}

export function offeredLeg(scene: Scene, agent: AgentId): CallLeg | undefined {
  const offer = scene.call.offers.find((o) => o.agent === agent);
  return offer && scene.call.legs.find((l) => l.id === offer.leg);
}
export function forgetOffer(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  call.offers = call.offers.filter((o) => o.leg !== leg.id);
  if (call.offers.length === 0 && call.phase === "agent-ringing") setPhase(scene, "queue");
}

import type { LiveAgent } from "../../../appliance/contract/live.ts";

/** Why somebody who waits in this queue can't be kept for this agent: nobody takes calls there, or not this queue's. */
export function cannotGo(agent: Pick<LiveAgent, "state" | "queues">, queue: string): "away" | "not-member" | undefined {
  if (agent.state === "logged-out" || agent.state === "not-ready") return "away";
  return agent.queues.includes(queue) ? undefined : "not-member";
}

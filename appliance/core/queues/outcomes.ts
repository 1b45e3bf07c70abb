import type { AgentId, CallId } from "../../kit/ids.ts";
import { attemptBegins } from "./callback/attempt.ts";
import { leaveQueue } from "./leaving.ts";
import { endOffer, stopRinging } from "./offers.ts";
import { type Entry, entryOf } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { backToWaiting } from "./waiting.ts";

/** What a phone made of an offer. Whoever answers first has the call; all later answers are turned away. */
export function takeOutcome(
  scene: Scene,
  call: CallId,
  agent: AgentId,
  how: "answered" | "missed" | "refused" | "phoneUnreachable",
): void {
  const entry = entryOf(scene.state, call);
  if (!entry?.offer?.agents.includes(agent)) {
    if (how === "answered")
      scene.out.push({ do: "queue.lateAnswer", call, agent, why: entry ? "ring-was-over" : "left-the-queue" });
    return;
  }
  endOffer(scene, entry, agent, how);
  if (how === "answered") {
    leaveQueue(scene, entry, "answered", agent);
    attemptBegins(scene, entry, agent);
  } else if (entry.offer.agents.length === 0) backToWaiting(scene, entry);
}

export function ringTimeUp(scene: Scene, entry: Entry): void {
  stopRinging(scene, entry, entry.offer?.agents ?? [], "missed");
  backToWaiting(scene, entry);
}

/** The agent is no longer there for the call that rings at him. */
export function withdraw(scene: Scene, entry: Entry, agent: AgentId): void {
  stopRinging(scene, entry, [agent], "withdrawn");
  if (entry.offer?.agents.length === 0) backToWaiting(scene, entry);
}

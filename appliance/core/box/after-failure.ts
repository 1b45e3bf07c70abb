import type { FloorEvent } from "../queues/floor.ts";
import type { BoxState } from "./box-state.ts";

/** The last moment at which the box is known to have run: its heartbeat, or an event younger than that. */
export function lastMoment(box: BoxState, lastAliveMs: number, nowMs: number): number {
  let last = lastAliveMs;
  for (const { sinceMs } of Object.values(box.agents.agents)) last = Math.max(last, sinceMs);
  for (const { enteredAtMs } of Object.values(box.queues.entries)) last = Math.max(last, enteredAtMs);
  for (const { record, phaseSinceMs } of Object.values(box.calls.calls)) last = Math.max(last, record.startedAtMs, phaseSinceMs);
  return Math.min(last, nowMs);
}

/**
 * Whatever still hangs on a call when all calls have been cut off, with the words that end it; lines are down until they say otherwise.
 * The calls have told of theirs: this is for a state that was not whole.
 */
export function afterFailure(box: BoxState): FloorEvent[] {
  for (const line of Object.values(box.lines.lines)) line.state = "down";
  for (const key of Object.keys(box.timers)) if (key.startsWith("call:")) delete box.timers[key];
  const words: FloorEvent[] = [];
  for (const { call } of Object.values(box.queues.entries)) words.push({ on: "queue.leave", call, why: "returned" });
  for (const { agent, calls, ring } of Object.values(box.agents.agents)) {
    for (const { call } of calls) words.push({ on: "agent.talkEnded", agent, call });
    if (ring) words.push({ on: "agent.offerEnded", agent, call: ring.call, how: "callGone" });
  }
  return words;
}

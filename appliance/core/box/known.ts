import type { Settings } from "../../contract/settings.ts";
import { type Roster, rosterOf } from "../agents/roster.ts";
import { planOf, type QueuePlan } from "../queues/queue-plan.ts";

/** What is worked out from the settings once per document, not once per event. */
export type Known = { roster: Roster; plan: QueuePlan };

let last: { settings: Settings; known: Known } | undefined;

export function knownOf(settings: Settings): Known {
  if (last?.settings !== settings) {
    last = { settings, known: { roster: rosterOf(settings.agents, settings.reasons, settings.agentLimits), plan: planOf(settings.queues, settings.agents) } };
  }
  return last.known;
}

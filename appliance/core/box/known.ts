import type { Settings } from "../../contract/settings.ts";
import { type Roster, rosterOf } from "../agents/roster.ts";
import { planOf, type QueuePlan } from "../queues/queue-plan.ts";
import { lampSubjects } from "./lamp-subjects.ts";

/** What is worked out from the settings once per document, not once per event. */
export type Known = { roster: Roster; plan: QueuePlan; lamps: ReadonlySet<string> };

const worked = new WeakMap<Settings, Known>();

export function knownOf(settings: Settings): Known {
  const known = worked.get(settings);
  if (known) return known;
  const made: Known = {
    roster: rosterOf(settings.agents, settings.reasons, settings.agentLimits, settings.site.timeZone),
    plan: planOf(settings.queues, settings.agents, settings.calendars, settings.site),
    lamps: lampSubjects(settings),
  };
  worked.set(settings, made);
  return made;
}

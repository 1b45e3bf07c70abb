import {
  type AgentLimits,
  type AgentSettings,
  boxReasons,
  defaultAgentLimits,
  type NotReadyReason,
} from "../../contract/agent.ts";
import type { AgentId } from "../../kit/ids.ts";

/** The settings of the people, indexed; made once per revision of the settings, never stored. */
export type Roster = {
  agents: ReadonlyMap<AgentId, AgentSettings>;
  reasons: ReadonlyMap<string, NotReadyReason>;
  limits: AgentLimits;
  /** The site's, for its midnight. */
  timeZone: string;
};

export function rosterOf(
  agents: AgentSettings[],
  reasons: NotReadyReason[],
  limits: AgentLimits = defaultAgentLimits,
  timeZone = "UTC",
): Roster {
  const byCode = new Map<string, NotReadyReason>(Object.entries(boxReasons));
  for (const reason of reasons) byCode.set(reason.code, reason);
  return { agents: new Map(agents.map((agent) => [agent.id, agent])), reasons: byCode, limits, timeZone };
}

/** Time is given, never read. */
export type AgentContext = { atMs: number; roster: Roster };

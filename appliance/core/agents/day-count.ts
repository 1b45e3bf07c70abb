import { instantOf, localParts } from "../calendar/local-parts.ts";
import type { AgentLive } from "./agent-live.ts";
import type { AgentContext } from "./roster.ts";

/**
 * What an agent has done since the site's midnight. It is live state, so snapshot and journal carry it over a restart; the same figures
 * can be counted from the rows of calls and queues, which stay the truth for every report.
 */
export type DayCount = { fromMs: number; untilMs: number; calls: number; talkMs: number };

const none = { calls: 0, talkMs: 0 };

/** For reading: yesterday's count is none. */
export const today = (live: AgentLive | undefined, atMs: number): Readonly<Pick<DayCount, "calls" | "talkMs">> =>
  live?.today && live.today.fromMs <= atMs && atMs < live.today.untilMs ? live.today : none;

/** For adding to: begun anew at local midnight. */
export function dayCount(live: AgentLive, { atMs, roster }: AgentContext): DayCount {
  const kept = live.today;
  if (kept && kept.fromMs <= atMs && atMs < kept.untilMs) return kept;
  const zone = roster.timeZone;
  const { dayNumber } = localParts(zone, atMs);
  live.today = { fromMs: instantOf(zone, dayNumber, 0), untilMs: instantOf(zone, dayNumber + 1, 0), calls: 0, talkMs: 0 };
  return live.today;
}

import { instantOf, localParts } from "../calendar/local-parts.ts";
import type { AgentLive, DayCount } from "./agent-live.ts";
import type { AgentContext } from "./roster.ts";

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

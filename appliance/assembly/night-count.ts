import type { RouteQuery } from "../contract/routes.ts";
import { dateTextOfDay } from "../core/calendar/civil-date.ts";
import { instantOf, localParts } from "../core/calendar/local-parts.ts";
import type { Clock } from "../runtime/clock.ts";

/** A day is over for good an hour after midnight; whatever was under way has its rows by then. */
const atMinute = 2 * 60 + 10;
/** Days that a late row, a shift planned afterwards or an update made unknown are counted again so far back, month by month. */
const backDays = 366;
const portionDays = 31;
/** A box that was off at night makes up for it so long after its start. */
const afterStartMs = 600_000;

type Question = RouteQuery<"figures">;
/** One figure of each kind of rows: what is kept of a day has all that can be counted of them. */
const ofEach =
  "offered,handled,callsIn,occupancy,offersMissed,csat,adherence,serviceLevel:of-offered-less-short-talks,firstContactResolution,transferRate,heldAbandonment";
/** As the figures page, the exports and the reports by queue and agent usually ask. */
const usual: readonly Omit<Question, "from" | "to">[] = [
  { interval: "day" },
  { interval: "60" },
  { interval: "day", by: "queue" },
  { interval: "day", by: "agent" },
];

export type NightParts = {
  /** Counts, behind the calls; an answer is of no interest here. */
  ask(question: Question): Promise<unknown>;
  timeZone(): string;
  clock: Clock;
};

/** Counts yesterday once in the night, so that who asks by day has it at once. Returns how to stop it. */
export function countNights({ ask, timeZone, clock }: NightParts): () => void {
  let stopped = false;
  let counting = false;
  const count = async (): Promise<void> => {
    if (counting) return;
    counting = true;
    try {
      const { dayNumber } = localParts(timeZone(), clock.nowMs());
      // The newest first: yesterday is what is asked for in the morning. One question at a time.
      for (let back = 1; back <= backDays && !stopped; back += portionDays) {
        const days = { from: dateTextOfDay(dayNumber - back - portionDays + 1), to: dateTextOfDay(dayNumber - back) };
        for (const question of usual) {
          if (stopped) return;
          // What could not be counted now is counted when somebody asks.
          await ask({ ...days, ...question, figures: ofEach }).catch(() => undefined);
        }
      }
    } finally {
      counting = false;
    }
  };
  const nextNight = (): number => {
    const nowMs = clock.nowMs();
    const { dayNumber } = localParts(timeZone(), nowMs);
    const today = instantOf(timeZone(), dayNumber, atMinute);
    return today > nowMs ? today : instantOf(timeZone(), dayNumber + 1, atMinute);
  };
  const plan = (atMs: number): (() => void) =>
    clock.at(atMs, () => {
      void count();
      cancel = plan(nextNight());
    });
  let cancel = plan(Math.min(clock.nowMs() + afterStartMs, nextNight()));
  return () => {
    stopped = true;
    cancel();
  };
}

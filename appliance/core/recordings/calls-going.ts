import type { CallsGoing } from "../../contract/evidence.ts";
import { instantOf, localParts } from "../calendar/local-parts.ts";

/** A call that still has all of itself; `stays`: why it would stay although its time is over. */
export type AgedCall = { startedMs: number; stays?: "open" | "held" | "recorded" };

const dayMs = 86_400_000;
/** A year and a month: more days nobody reads one by one. */
const mostDays = 400;

/** Calls that began before it are over their time at `nowMs`: the same for what is shown and for what goes. */
export const callsGoBeforeMs = (keepDays: number, nowMs: number): number => nowMs - keepDays * dayMs;

/** Takes calls oldest first and says how many go, by the site's days. */
export class CallsGoingCount {
  readonly #timeZone: string;
  readonly #days: { date: string; count: number }[] = [];
  #count = 0;
  #held = 0;
  #recorded = 0;
  #today: { date: string; count: number } | undefined;
  #todayEndsMs = Number.NEGATIVE_INFINITY;
  #fromDate: string | undefined;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  take({ startedMs, stays }: AgedCall): void {
    if (stays === "held") this.#held++;
    if (stays === "recorded") this.#recorded++;
    if (stays !== undefined) return;
    this.#count++;
    // Of a whole year each day is asked for once, not each call.
    if (startedMs >= this.#todayEndsMs) this.#turnTo(startedMs);
    this.#today!.count++;
  }

  #turnTo(startedMs: number): void {
    const { date, dayNumber } = localParts(this.#timeZone, startedMs);
    this.#todayEndsMs = instantOf(this.#timeZone, dayNumber + 1, 0);
    this.#today = { date, count: 0 };
    this.#fromDate ??= date;
    if (this.#days.length < mostDays) this.#days.push(this.#today);
  }

  so(): Pick<CallsGoing, "count" | "held" | "recorded" | "fromDate" | "toDate" | "days"> {
    return {
      count: this.#count,
      held: this.#held,
      recorded: this.#recorded,
      ...(this.#fromDate !== undefined && this.#today ? { fromDate: this.#fromDate, toDate: this.#today.date } : {}),
      days: this.#days.map((day) => ({ ...day })),
    };
  }
}

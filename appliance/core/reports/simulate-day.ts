import type { Simulated } from "../../contract/staffing.ts";
import { diceOf } from "./dice.ts";
import { drawPatience, type PatienceCurve } from "./patience.ts";

export type SimulatedLoad = {
  /** Calls expected in each stretch, in order; arrivals within one are random. */
  arrivals: readonly { lengthMs: number; calls: number }[];
  /** Handling times as they were; one is drawn for each call. */
  handleMs: readonly number[];
  patience: PatienceCurve;
};
export type SimulatedDay = {
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandoned: number;
  inTime: number;
  waitAnsweredMs: number;
  busyMs: number;
  /** All seats together. */
  seatMs: number;
};

/** Nobody simulates a larger day on a box of this size. */
const mostCalls = 50_000;

/** One day with so many seats: first come, first served, and whoever has waited longer than he is ready to gives up. The seed decides all chance. */
export function simulateDay(
  load: SimulatedLoad,
  seats: number,
  bounds: { withinMs: number; shortMs: number },
  seed: number,
): SimulatedDay {
  const { handleMs, patience } = load;
  const day: SimulatedDay = {
    offered: 0,
    answered: 0,
    abandoned: 0,
    shortAbandoned: 0,
    inTime: 0,
    waitAnsweredMs: 0,
    busyMs: 0,
    seatMs: 0,
  };
  // Chances of arrivals apart from those of the calls: one more seat meets the very same day.
  const ofArrivals = diceOf(seed);
  const ofCalls = diceOf(seed ^ 0x5bd1e995);
  const free = new FreeSeats(seats);
  let startMs = 0;
  for (const { lengthMs, calls } of load.arrivals) {
    const meanGapMs = calls > 0 ? lengthMs / calls : Number.POSITIVE_INFINITY;
    for (let at = gap(meanGapMs, ofArrivals); at < lengthMs && day.offered < mostCalls; at += gap(meanGapMs, ofArrivals)) {
      const [howLong, howPatient] = [ofCalls(), ofCalls()];
      const cameMs = startMs + at;
      const patientMs = drawPatience(patience, howPatient);
      day.offered++;
      // Served in order of arrival: his turn is when the first seat is free, unless he is gone by then.
      const turnMs = Math.max(cameMs, free.first());
      const waitMs = turnMs - cameMs;
      if (waitMs > patientMs) {
        day.abandoned++;
        if (patientMs < bounds.shortMs) day.shortAbandoned++;
        continue;
      }
      const lasts = handleMs[Math.floor(howLong * handleMs.length)] ?? 0;
      free.take(turnMs + lasts);
      day.answered++;
      day.waitAnsweredMs += waitMs;
      day.busyMs += lasts;
      if (waitMs <= bounds.withinMs) day.inTime++;
    }
    startMs += lengthMs;
  }
  day.seatMs = seats * Math.max(startMs, free.last());
  return day;
}

const gap = (meanMs: number, dice: () => number): number =>
  meanMs === Number.POSITIVE_INFINITY ? meanMs : -Math.log(1 - dice()) * meanMs;

/** When each seat is free again, the earliest first (a binary heap). */
class FreeSeats {
  readonly #at: number[];
  #last = 0;

  constructor(seats: number) {
    this.#at = new Array<number>(seats).fill(0);
  }

  first(): number {
    return this.#at[0] ?? Number.POSITIVE_INFINITY;
  }
  last(): number {
    return this.#last;
  }

  /** The seat that is free first is taken until then. */
  take(untilMs: number): void {
    const at = this.#at;
    this.#last = Math.max(this.#last, untilMs);
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const right = left + 1;
      const child = right < at.length && at[right]! < at[left]! ? right : left;
      if (child >= at.length || at[child]! >= untilMs) break;
      at[i] = at[child]!;
      i = child;
    }
    at[i] = untilMs;
  }
}

export function simulatedFigures(seats: number, days: readonly SimulatedDay[]): Simulated {
  const sum = (name: keyof SimulatedDay): number => days.reduce((all, day) => all + day[name], 0);
  const counted = sum("offered") - sum("shortAbandoned");
  return {
    seats,
    ...(counted > 0
      ? { serviceLevel: sum("inTime") / counted, abandonment: (sum("abandoned") - sum("shortAbandoned")) / counted }
      : {}),
    ...(sum("answered") > 0 ? { averageWaitMs: sum("waitAnsweredMs") / sum("answered") } : {}),
    ...(sum("seatMs") > 0 ? { occupancy: sum("busyMs") / sum("seatMs") } : {}),
    offeredPerDay: days.length > 0 ? sum("offered") / days.length : 0,
  };
}

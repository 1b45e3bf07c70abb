import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BaseCount, baseCounts, type Counts, sourceOf } from "../../appliance/contract/base-counts.ts";
import { figureCatalogue } from "../../appliance/core/reports/catalogue.ts";
import { addCounts, figureValue } from "../../appliance/core/reports/figure-value.ts";
import { DayFigures, dayBounds } from "../sim/day/day-figures.ts";
import { dayShifts } from "../sim/day/day-shifts.ts";
import type { DayWorld } from "../sim/day/day-world.ts";
import type { Recount, SeenTalk, ToldStay } from "../sim/day/recount.ts";
import { runDay } from "../sim/day/run-day.ts";

let day: DayWorld;
let recount: Recount;
let figures: DayFigures;

beforeAll(async () => {
  ({ day, recount } = runDay({ seed: 4, calls: 2_000, agents: 8 }));
  figures = await DayFigures.of(day);
});
afterAll(() => figures.close());

const { inTimeMs, shortMs, limitWaitMs, shortTalkMs } = dayBounds;
const sum = <T>(list: T[], of: (item: T) => number): number => list.reduce((all, item) => all + of(item), 0);
const waited = (s: ToldStay): number => s.leftAtMs! - s.enteredAtMs;

/** Everything that was counted from rows, key by key, is what the recount says, and nothing is there that it doesn't know. */
function same(counted: Map<string, Counts>, expected: Map<string, Counts>): void {
  const nothing = (counts: Counts): boolean => Object.values(counts).every((n) => n === 0);
  for (const [key, counts] of counted) if (!nothing(counts)) expect([key, expected.get(key)]).toEqual([key, counts]);
  for (const [key, counts] of expected) if (!nothing(counts)) expect([key, counted.get(key)]).toEqual([key, counts]);
}

function grouped<T>(list: T[], keyOf: (item: T) => string, count: (items: T[]) => Counts): Map<string, Counts> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return new Map([...groups].map(([key, items]) => [key, count(items)]));
}

const stayBases = [
  "offered",
  "answered",
  "answeredInTime",
  "answeredInLimit",
  "abandoned",
  "shortAbandoned",
  "abandonedInTime",
  "overflowed",
  "callbackTaken",
  "left",
  "waitAnsweredMs",
  "waitLeftMs",
  "longestWaitMs",
] as const satisfies BaseCount[];

const countStays = (stays: ToldStay[]): Counts => {
  const of = (how: ToldStay["how"]) => stays.filter((s) => s.how === how);
  return {
    offered: stays.length,
    answered: of("answered").length,
    answeredInTime: of("answered").filter((s) => waited(s) <= inTimeMs).length,
    answeredInLimit: of("answered").filter((s) => waited(s) <= limitWaitMs).length,
    abandoned: of("abandoned").length,
    shortAbandoned: of("abandoned").filter((s) => waited(s) < shortMs).length,
    abandonedInTime: of("abandoned").filter((s) => waited(s) <= inTimeMs).length,
    overflowed: of("overflow").length,
    callbackTaken: of("callback").length,
    left: stays.length,
    waitAnsweredMs: sum(of("answered"), waited),
    waitLeftMs: sum(stays, waited),
    longestWaitMs: Math.max(0, ...stays.map(waited)),
  };
};

describe("every figure of a generated day equals an independent recount", () => {
  test("stays in queues, by queue and hour", async () => {
    const expected = grouped(recount.stays, (s) => `${s.queue} ${recount.hourOf(s.enteredAtMs)}`, countStays);
    expect(recount.stays.every((s) => s.leftAtMs !== undefined)).toBe(true);
    same(figures.counts(stayBases, "queue"), expected);
    // It was a day worth counting.
    const whole = countStays(recount.stays);
    for (const base of ["answered", "abandoned", "shortAbandoned", "overflowed", "callbackTaken"] as const)
      expect(whole[base], base).toBeGreaterThan(10);
  });

  test("agents' times, by agent and hour", async () => {
    const bases = ["readyMs", "ringingMs", "talkingMs", "holdMs", "wrapUpMs", "notReadyMs"] as const satisfies BaseCount[];
    const expected = new Map<string, Counts>();
    for (const [key, states] of recount.spent) {
      const ms = (state: string): number => states.get(state) ?? 0;
      expected.set(key, {
        readyMs: ms("ready"),
        ringingMs: ms("ringing"),
        talkingMs: ms("talking"),
        holdMs: ms("hold"),
        wrapUpMs: ms("wrap-up"),
        notReadyMs: ms("not-ready"),
      });
    }
    same(figures.counts(bases, "agent"), expected);
  });

  test("handling, by agent", async () => {
    const bases = ["handled", "handledTalkMs", "handledHoldMs", "handledWrapMs", "heldCalls"] as const satisfies BaseCount[];
    const whole = new Map<string, Counts>();
    for (const [key, counts] of figures.counts(bases, "agent")) {
      const agent = key.split(" ")[0]!;
      whole.set(agent, addCounts(whole.get(agent) ?? {}, counts));
    }
    const expected = grouped(
      recount.talks,
      (t) => t.agent,
      (talks: SeenTalk[]) => ({
        handled: talks.length,
        handledTalkMs: sum(talks, (t) => t.talkMs),
        handledHoldMs: sum(talks, (t) => t.holdMs),
        handledWrapMs: sum(talks, (t) => t.wrapMs),
        heldCalls: talks.filter((t) => t.holdMs > 0).length,
      }),
    );
    same(whole, expected);
  });

  test("talks too short to count, by queue and hour", () => {
    const bases = ["shortTalk", "shortTalkInTime", "offeredForTalk", "answeredInTimeForTalk"] as const satisfies BaseCount[];
    const talkOf = (s: ToldStay): SeenTalk | undefined =>
      recount.talks.find((t) => t.call === s.call && t.agent === s.agent && t.fromMs === s.leftAtMs);
    const expected = grouped(
      recount.stays,
      (s) => `${s.queue} ${recount.hourOf(s.enteredAtMs)}`,
      (stays) => {
        const short = stays.filter((s) => s.how === "answered" && (talkOf(s)?.talkMs ?? shortTalkMs) < shortTalkMs);
        return {
          shortTalk: short.length,
          shortTalkInTime: short.filter((s) => waited(s) <= inTimeMs).length,
          offeredForTalk: stays.length,
          answeredInTimeForTalk: stays.filter((s) => s.how === "answered" && waited(s) <= inTimeMs).length,
        };
      },
    );
    same(figures.counts(bases, "queue"), expected);
  });

  test("who called the same queue again, by the queue and hour of the first call", () => {
    // Numbers as they came over the line, and each call's last queue as its journey tells it.
    const numberOf = new Map(recount.callsIn.map((c) => [c.call, c]));
    const lastQueue = new Map(recount.stays.map((s) => [s.call, s.queue]));
    const contacts = recount.stays.filter(
      (s) => s.how === "answered" && numberOf.has(s.call) && s.leftAtMs! + dayBounds.repeatMs <= day.nowMs,
    );
    const cameBack = (s: ToldStay): boolean => {
      const first = numberOf.get(s.call)!;
      return recount.callsIn.some(
        (c) =>
          c.number === first.number &&
          c.atMs > first.atMs &&
          c.atMs <= s.leftAtMs! + dayBounds.repeatMs &&
          lastQueue.get(c.call) === s.queue,
      );
    };
    const unsettled = new Set(recount.answers.filter((a) => a.kind === "closed" && a.value === 2).map((a) => a.call));
    expect(unsettled.size).toBeGreaterThan(3);
    const expected = grouped(
      contacts,
      (s) => `${s.queue} ${recount.hourOf(s.enteredAtMs)}`,
      (stays) => ({ contacts: stays.length, resolvedFirst: stays.filter((s) => !cameBack(s) && !unsettled.has(s.call)).length }),
    );
    same(figures.counts(["contacts", "resolvedFirst"], "queue"), expected);
    expect(contacts.filter(cameBack).length).toBeGreaterThan(5);
  });

  test("what callers answered when they were asked, by queue and hour", () => {
    const bases = ["scores", "satisfied", "scoreSum", "settledAsked", "settled"] as const satisfies BaseCount[];
    const expected = grouped(
      recount.answers,
      ({ call, atMs }) => {
        // The queue he was in last before he was asked.
        const stay = recount.stays.filter((s) => s.call === call && s.enteredAtMs <= atMs).at(-1);
        return `${stay?.queue} ${recount.hourOf(atMs)}`;
      },
      (answers) => {
        const scale = answers.filter((a) => a.kind === "scale");
        const closed = answers.filter((a) => a.kind === "closed");
        return {
          scores: scale.length,
          satisfied: scale.filter((a) => a.value >= 4).length,
          scoreSum: sum(scale, (a) => a.value),
          settledAsked: closed.length,
          settled: closed.filter((a) => a.value === 1).length,
        };
      },
    );
    same(figures.counts(bases, "queue"), expected);
    expect(recount.answers.length).toBeGreaterThan(60);
  });

  test("calls passed on to somebody else, by agent", () => {
    const whole = new Map<string, Counts>();
    for (const [key, counts] of figures.counts(["passedOn", "handledForPassing"], "agent")) {
      const agent = key.split(" ")[0]!;
      whole.set(agent, addCounts(whole.get(agent) ?? {}, counts));
    }
    const expected = grouped(
      recount.talks,
      (t) => t.agent,
      (talks) => ({
        passedOn: talks.filter((t) =>
          recount.onCalls.some((o) => o.call === t.call && o.agent !== t.agent && o.fromMs > t.fromMs),
        ).length,
        handledForPassing: talks.length,
      }),
    );
    same(whole, expected);
    expect(sum([...expected.values()], (c) => c.passedOn ?? 0)).toBeGreaterThan(10);
  });

  test("shifts and how they were kept to, by agent and hour", () => {
    const bases = ["plannedMs", "inPlanMs", "paidMs", "availablePaidMs"] as const satisfies BaseCount[];
    const expected = new Map<string, Counts>();
    const working = new Set(["ready", "ringing", "talking", "hold", "wrap-up"]);
    for (const { agent, fromMs, toMs, breaks } of dayShifts(day.plan)) {
      const states = recount.seenStates.get(agent) ?? [];
      // Cut where anything changes; between two cuts the plan is one thing and the agent does one thing.
      const cuts = new Set([
        fromMs,
        toMs,
        ...breaks.flatMap((b) => [b.fromMs, b.toMs]),
        ...states.flatMap((s) => [s.fromMs, s.toMs]),
      ]);
      for (let hour = 0; hour < 30; hour++) cuts.add(day.plan.fromMs + hour * 3_600_000);
      const moments = [...cuts].filter((ms) => ms >= fromMs && ms <= toMs).sort((a, b) => a - b);
      let next = 0;
      for (const [i, at] of moments.slice(0, -1).entries()) {
        const ms = moments[i + 1]! - at;
        while (next < states.length && states[next]!.toMs <= at) next++;
        const seen = states[next] && states[next]!.fromMs <= at ? states[next]! : { state: "logged-out" };
        const rest = breaks.find((b) => b.fromMs <= at && at < b.toMs);
        const works = working.has(seen.state);
        const asPlanned = rest ? seen.state === "not-ready" && "reason" in seen && seen.reason === rest.reason : works;
        const gone = rest !== undefined && !rest.paid && seen.state === "logged-out";
        const paid = rest === undefined || rest.paid;
        const key = `${agent} ${recount.hourOf(at)}`;
        const add = {
          plannedMs: ms,
          inPlanMs: asPlanned || gone ? ms : 0,
          paidMs: paid ? ms : 0,
          availablePaidMs: paid && works ? ms : 0,
        };
        expected.set(key, addCounts(expected.get(key) ?? {}, add));
      }
    }
    same(figures.counts(bases, "agent"), expected);
    const whole = [...expected.values()].reduce((all, counts) => addCounts(all, counts), {} as Counts);
    expect(whole.inPlanMs! / whole.plannedMs!).toBeGreaterThan(0.5);
    expect(whole.inPlanMs! / whole.plannedMs!).toBeLessThan(0.999);
  });

  test("rings at agents, by agent and hour", async () => {
    const expected = grouped(
      recount.offers,
      (o) => `${o.agent} ${recount.hourOf(o.atMs)}`,
      (offers) => ({ offersMade: offers.length }),
    );
    same(figures.counts(["offersMade"], "agent"), expected);
  });

  test("calls over the line, by hour", async () => {
    const bases = ["callsIn", "connectedIn", "endedInMenu"] as const satisfies BaseCount[];
    const inQueue = new Set(recount.stays.map((s) => s.call));
    const connected = new Set(recount.stays.filter((s) => s.how === "answered").map((s) => s.call));
    const expected = grouped(
      recount.callsIn,
      (c) => ` ${recount.hourOf(c.atMs)}`,
      (calls) => ({
        callsIn: calls.length,
        connectedIn: calls.filter((c) => connected.has(c.call)).length,
        endedInMenu: calls.filter((c) => recount.answeredByBox.has(c.call) && !inQueue.has(c.call)).length,
      }),
    );
    same(figures.counts(bases, undefined), expected);
  });

  test("calls out, by hour", async () => {
    const expected = grouped(
      [...recount.callsOut.values()],
      (c) => ` ${recount.hourOf(c.atMs)}`,
      (calls) => ({ callsOut: calls.length, connectedOut: calls.filter((c) => c.connected).length }),
    );
    same(figures.counts(["callsOut", "connectedOut"], undefined), expected);
    expect(recount.callsOut.size).toBeGreaterThan(10);
  });

  test("the figures made of them, each by its own formula; and a database opened anew says the same", async () => {
    const sums = (): Counts => {
      // What nobody did all day is none, not unknown.
      const whole: Counts = Object.fromEntries(baseCounts.filter((b) => sourceOf(b) !== "shift").map((b) => [b, 0]));
      for (const by of ["agent", undefined] as const) {
        const bases = baseCounts.filter(
          (b) => (by === "agent") === b.endsWith("Ms") && !/^(wait|longest|offerRing|own|talkOut)/.test(b),
        );
        for (const counts of figures
          .counts(by === "agent" ? bases : [...bases, "waitAnsweredMs", "waitLeftMs", "longestWaitMs"], by)
          .values())
          addCounts(whole, counts);
      }
      return whole;
    };
    const whole = sums();
    await figures.reopen();
    expect(sums()).toEqual(whole);

    const shown = (id: string, formula?: string): number | undefined => {
      const figure = figureCatalogue.find((f) => f.id === id);
      const chosen = figure?.formulas.find((f) => f.id === (formula ?? figure.formulas[0].id));
      return chosen && figureValue(chosen, whole).value;
    };
    const s = countStays(recount.stays) as Record<(typeof stayBases)[number], number>;
    const spent = (state: string): number => sum([...recount.spent.values()], (states) => states.get(state) ?? 0);
    const { talks } = recount;
    const handle = spent("talking") + spent("hold") + spent("wrap-up");
    expect(shown("serviceLevel", "of-offered-less-short")).toBeCloseTo(s.answeredInTime / (s.offered - s.shortAbandoned), 12);
    expect(shown("serviceLevel", "of-answered")).toBeCloseTo(s.answeredInTime / s.answered, 12);
    expect(shown("serviceLevel", "with-abandoned")).toBeCloseTo(
      (s.answeredInTime + s.abandonedInTime) / (s.answered + s.abandoned),
      12,
    );
    expect(shown("abandonment")).toBeCloseTo((s.abandoned - s.shortAbandoned) / (s.offered - s.shortAbandoned), 12);
    expect(shown("averageWait")).toBeCloseTo(s.waitAnsweredMs / s.answered, 9);
    expect(shown("handleTime")).toBeCloseTo(sum(talks, (t) => t.talkMs + t.holdMs + t.wrapMs) / talks.length, 9);
    expect(shown("occupancy")).toBeCloseTo(handle / (handle + spent("ready")), 12);
  });
});

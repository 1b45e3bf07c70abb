import { defaultTargets } from "../contract/default-targets.ts";
import type { Sentence } from "../contract/records.ts";
import type { RouteQuery } from "../contract/routes.ts";
import type { SettingsProblem } from "../contract/settings.ts";
import type { Burst, Simulated, Staffing, StaffingHour } from "../contract/staffing.ts";
import { instantOf, localParts } from "../core/calendar/local-parts.ts";
import { burstsIn, type Interval } from "../core/reports/bursts.ts";
import { agentsFor, forecast, linesFor, loadOf, scheduledFor } from "../core/reports/erlang.ts";
import { type PatienceCurve, patienceOf } from "../core/reports/patience.ts";
import { cutRange } from "../core/reports/pieces.ts";
import { readRange } from "../core/reports/range.ts";
import { simulateDay, simulatedFigures } from "../core/reports/simulate-day.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { Breath } from "./breath.ts";
import { boundsFrom, type FigureSettings } from "./figures-desk.ts";

type Reader = Pick<Store, "figureCounts" | "handlingTimes" | "waitsEnded" | "timeOnLines">;
type Refused = { fault: "not-poisson" | "too-few-calls" | "bad-request" | "busy"; problems?: SettingsProblem[] };
const usualDays = 28;
const usualRuns = 40;
const fewestCalls = 50;
const blocking = 0.01;
const mostSteps = 200;
const hourMs = 3_600_000;

/** How many seats: by formula from the site's own hours, and by simulation with callers who give up (O11). */
export class StaffingDesk {
  readonly #store: Reader;
  readonly #settings: () => FigureSettings;
  readonly #clock: Pick<Clock, "nowMs">;
  #busy = false;

  constructor(store: Reader, settings: () => FigureSettings, clock: Pick<Clock, "nowMs">) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
  }

  async staffing(question: RouteQuery<"staffing">): Promise<Staffing | Refused> {
    if (this.#busy) return { fault: "busy" };
    this.#busy = true;
    try {
      return await this.#answer(question);
    } finally {
      this.#busy = false;
    }
  }

  async #answer(question: RouteQuery<"staffing">): Promise<Staffing | Refused> {
    const { site, targets, queues } = this.#settings();
    const nowMs = this.#clock.nowMs();
    const today = localParts(site.timeZone, nowMs).dayNumber;
    const usual = {
      from: String(instantOf(site.timeZone, today - usualDays, 0)),
      to: String(instantOf(site.timeZone, today, 0)),
    };
    const range = readRange({ from: question.from ?? usual.from, to: question.to ?? usual.to }, site.timeZone, nowMs);
    if ("wrong" in range) return { fault: "bad-request" };
    const of = question.queue === undefined ? queues.map((q) => q.id as string) : [question.queue];
    const breath = new Breath();
    const { halves, bursts, left } = await this.#intervals(range, of, breath);
    if (bursts.length > 0 && !question.leaveOutBursts)
      return { fault: "not-poisson", problems: bursts.slice(0, 20).map(burstProblem(site.timeZone)) };
    const calls = left.reduce((sum, half) => sum + half.calls, 0);
    const handled = this.#store.handlingTimes(of, range.fromMs, range.toMs);
    if (calls < fewestCalls || handled.length < fewestCalls) return { fault: "too-few-calls" };
    const handleMs = handled.reduce((sum, ms) => sum + ms, 0) / handled.length;
    const share = question.share ?? 0.8;
    const withinSec = question.withinSec ?? 20;
    const shrinkage = question.shrinkage ?? targets?.shrinkage ?? defaultTargets.shrinkage;
    const hours = hoursFrom(left, site.timeZone, handleMs, { share, withinMs: withinSec * 1_000 }, shrinkage);
    const patience = patienceOf(this.#store.waitsEnded(of, range.fromMs, range.toMs));
    const first = hours.findIndex((h) => h.calls >= Math.max(...hours.map((x) => x.calls)) / 10);
    const last = hours.findLastIndex((h) => h.calls >= Math.max(...hours.map((x) => x.calls)) / 10);
    const day = {
      arrivals: hours.slice(first, last + 1).map((h) => ({ lengthMs: hourMs, calls: h.calls })),
      handleMs: handled,
      patience,
    };
    const seats = question.seats ?? Math.max(...hours.map((h) => h.agents));
    const runs = question.days ?? usualRuns;
    const seed = question.seed ?? 1;
    const bounds = { withinMs: withinSec * 1_000, shortMs: boundsFrom(this.#settings())(of[0] ?? "").shortMs };
    const simulate = async (n: number): Promise<Simulated> => {
      const days = [];
      for (let run = 0; run < runs; run++) {
        days.push(simulateDay(day, n, bounds, seed + run));
        await breath.take();
      }
      return simulatedFigures(n, days);
    };
    return {
      ...range,
      days: new Set(halves.map((h) => localParts(site.timeZone, h.fromMs).dayNumber)).size,
      handleMs,
      target: { share, withinSec },
      shrinkage,
      hours,
      lines: await this.#lines(range, site.timeZone, breath),
      patience: thinned(patience.steps),
      simulated: {
        hours: { from: first, to: last + 1 },
        days: runs,
        seed,
        with: await simulate(seats),
        oneMore: await simulate(seats + 1),
      },
      leftOut: bursts,
      assumptions,
    };
  }

  /** Half-hours with the calls that entered these queues, and those that no chance explains. */
  async #intervals(range: { fromMs: number; toMs: number }, of: readonly string[], breath: Breath) {
    const { site } = this.#settings();
    const { pieces } = cutRange(range, "30", site.timeZone);
    const boundsOf = boundsFrom(this.#settings());
    const halves: Interval[] = [];
    for (const { fromMs, toMs } of pieces) {
      let calls = 0;
      for (const queue of of)
        calls +=
          this.#store.figureCounts({ source: "stay", fromMs, toMs, nowMs: toMs, filter: { queue }, boundsOf }).get("")?.offered ??
          0;
      const { weekday, time } = localParts(site.timeZone, fromMs);
      halves.push({ fromMs, toMs, like: `${weekday} ${time}`, calls });
      await breath.take();
    }
    const bursts = burstsIn(halves);
    const gone = new Set(bursts.map((b) => b.fromMs));
    return { halves, bursts, left: halves.filter((half) => !gone.has(half.fromMs)) };
  }

  /** Lines for the busiest hour: what holds a line is the whole call, menu and waiting with it. */
  async #lines(range: { fromMs: number; toMs: number }, timeZone: string, breath: Breath): Promise<Staffing["lines"]> {
    let busiest = { calls: 0, ms: 0 };
    for (const { fromMs, toMs } of cutRange(range, "60", timeZone).pieces) {
      const found = this.#store.timeOnLines(fromMs, toMs);
      if (found.ms > busiest.ms) busiest = found;
      await breath.take();
    }
    const load = busiest.ms / hourMs;
    return { calls: busiest.calls, load, lines: linesFor(load, blocking), blocking };
  }
}

function hoursFrom(
  halves: readonly Interval[],
  timeZone: string,
  handleMs: number,
  target: { share: number; withinMs: number },
  shrinkage: number,
): StaffingHour[] {
  const sums = Array.from({ length: 24 }, () => ({ calls: 0, ms: 0 }));
  for (const { fromMs, toMs, calls } of halves) {
    const sum = sums[localParts(timeZone, fromMs).hour]!;
    sum.calls += calls;
    sum.ms += toMs - fromMs;
  }
  return sums.map(({ calls, ms }, hour) => {
    const perHour = ms > 0 ? (calls / ms) * hourMs : 0;
    const load = loadOf(perHour, hourMs, handleMs);
    if (load === 0) return { hour, calls: 0, load: 0, agents: 0, scheduled: 0, serviceLevel: 1, occupancy: 0 };
    const needed = agentsFor(load, handleMs, target) ?? forecast(load, Math.ceil(load) + 1, handleMs, target.withinMs);
    const { agents, serviceLevel, occupancy } = needed;
    return { hour, calls: perHour, load, agents, scheduled: scheduledFor(agents, shrinkage), serviceLevel, occupancy };
  });
}

/** A curve for the eye: not every step of twenty thousand. */
const thinned = (steps: PatienceCurve["steps"]): PatienceCurve["steps"] => {
  const every = Math.ceil(steps.length / mostSteps);
  return steps.filter((_, i) => i % every === 0 || i === steps.length - 1);
};

const burstProblem =
  (timeZone: string) =>
  ({ fromMs, toMs, calls, usual }: Burst): SettingsProblem => {
    const [from, to] = [localParts(timeZone, fromMs), localParts(timeZone, toMs)];
    const when = `${from.date} ${from.time}–${to.time}`;
    return {
      path: "/from",
      severity: "error",
      reason: {
        en: `${when}: ${calls} calls where ${usual} are usual; that is one cause for all, not chance.`,
        zh: `${when}：来电 ${calls} 个，通常 ${usual} 个；属同一原因引发，并非随机。`,
      },
      hint: { en: "Leave such intervals out, or choose another time.", zh: "请排除这些时段，或选择其他时间。" },
    };
  };

const assumptions: Sentence[] = [
  {
    en: "By formula (Erlang C): random arrivals, exponential handling, nobody gives up; so waits are too long where callers do give up.",
    zh: "公式（Erlang C）：来电随机、处理时长呈指数分布、无人放弃；有人放弃时估计等待偏长。",
  },
  {
    en: "By simulation: the site's own hours, handling times and patience (Kaplan–Meier); the same seats all day, first come, first served.",
    zh: "模拟：采用本站各时段来电、处理时长与耐心（Kaplan–Meier）；全天席位不变，先到先接。",
  },
  {
    en: "Two to five seats at 80/20 are occupied for a third to a half of the time: that is no waste.",
    zh: "2–5 个席位在 80/20 目标下占有率为三分之一至一半，属正常。",
  },
];

import { defaultTargets } from "../../contract/default-targets.ts";
import type { Counts, FigureFormula, TargetState, Wallboard } from "../../contract/figures.ts";
import type { LiveQueue } from "../../contract/live.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TargetsSettings } from "../../contract/targets.ts";
import { localParts } from "../calendar/local-parts.ts";
import { figureOf, formulaOf } from "./catalogue.ts";
import { addCounts, figureValue } from "./figure-value.ts";

type Band = NonNullable<TargetsSettings["bands"]>[number];
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whose hours it is now; `to` before `from` lies in the next day. */
export function bandAt(bands: readonly Band[], minuteOfDay: number): Band | undefined {
  return bands.find(({ from, to }) => {
    const [first, last] = [minutesOf(from), minutesOf(to)];
    return first < last ? first <= minuteOfDay && minuteOfDay < last : minuteOfDay >= first || minuteOfDay < last;
  });
}

export const levelFormula = (targets: TargetsSettings | undefined): FigureFormula => {
  const level = figureOf("serviceLevel")!;
  return formulaOf(level, targets?.formula ?? defaultTargets.formula) ?? level.formulas[0];
};

/** Today's counts by queue, those of the hours, and those of the hours of the present band by its own bound. */
export type DayCounts = {
  byQueue: ReadonlyMap<string, Counts>;
  hourly: Wallboard["hourly"];
  /** Of the present band's hours today. */
  inBand: Counts;
};

/** Everything on the wall, from the counts of the day and what stands now. */
export function wallboardOf(
  settings: Settings,
  nowMs: number,
  day: DayCounts,
  live: readonly LiveQueue[],
  agents: Wallboard["agents"],
): Wallboard {
  const { timeZone } = settings.site;
  const { date, minuteOfDay } = localParts(timeZone, nowMs);
  const sum: Counts = {};
  for (const counts of day.byQueue.values()) addCounts(sum, counts);
  const formula = levelFormula(settings.targets);
  const averageOf = (id: string): number | undefined => figureValue(figureOf(id)!.formulas[0], sum).value;
  const oldest = (queues: readonly LiveQueue[]): { oldestWaitingMs?: number } => {
    const since = queues.flatMap((q) => q.waiting.map((w) => w.sinceMs));
    return since.length === 0 ? {} : { oldestWaitingMs: Math.max(0, nowMs - since.reduce((a, b) => Math.min(a, b))) };
  };
  const band = bandAt(settings.targets?.bands ?? defaultTargets.bands, minuteOfDay);
  const n = (name: keyof Counts): number => sum[name] ?? 0;
  return {
    nowMs,
    date,
    agents,
    waiting: live.reduce((all, q) => all + q.waiting.length, 0),
    ...oldest(live),
    hourly: day.hourly,
    offered: n("offered"),
    answered: n("answered"),
    abandoned: n("abandoned") - n("shortAbandoned"),
    shortAbandoned: n("shortAbandoned"),
    answeredInTime: n("answeredInTime"),
    abandonedInTime: n("abandonedInTime"),
    ...some("talkTimeMs", averageOf("talkTime")),
    ...some("handleTimeMs", averageOf("handleTime")),
    ...some("averageWaitMs", averageOf("averageWait")),
    longestWaitMs: n("longestWaitMs"),
    serviceLevel: { ...figureValue(formula, sum), name: formula.name },
    ...(band ? { band: { id: band.id, name: band.name } } : {}),
    targets: targetStates(settings.targets, band, sum, day.inBand),
    queues: live.map((queue) => {
      const counts = day.byQueue.get(queue.id) ?? {};
      return {
        id: queue.id,
        name: queue.name,
        waiting: queue.waiting.length,
        ...oldest([queue]),
        offered: counts.offered ?? 0,
        answered: counts.answered ?? 0,
        abandoned: (counts.abandoned ?? 0) - (counts.shortAbandoned ?? 0),
        serviceLevelSec: queue.serviceLevelSec,
        serviceLevel: figureValue(formula, counts),
      };
    }),
  };
}

const some = <K extends string>(key: K, value: number | undefined): { [P in K]?: number } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: number });

/** B16 to B19. A target not yet measured is neither kept nor missed. */
function targetStates(targets: TargetsSettings = {}, band: Band | undefined, sum: Counts, inBand: Counts): TargetState[] {
  const answered = figureOf("serviceLevel")!.formulas[0];
  const state = (
    id: string,
    name: TargetState["name"],
    unit: TargetState["unit"],
    target: number,
    value: number | undefined,
    better: "more" | "less",
  ): TargetState => ({
    id,
    name,
    unit,
    target,
    ...(value === undefined ? {} : { value, met: better === "more" ? value >= target : value <= target }),
  });
  const longestSec = targets.longestAnswerSec ?? defaultTargets.longestAnswerSec;
  const values = (id: string): number | undefined => figureValue(figureOf(id)!.formulas[0], sum).value;
  return [
    ...(band
      ? [
          state(
            "band",
            { en: `Answered within ${band.answerSec} s, at this time of day`, zh: `本时段 ${band.answerSec} 秒内应答` },
            "share",
            band.share,
            figureValue(answered, inBand).value,
            "more",
          ),
        ]
      : []),
    state(
      "longest",
      { en: `Answered within ${longestSec} s, always`, zh: `${longestSec} 秒内应答（任何时段）` },
      "share",
      1,
      values("answeredInLimit"),
      "more",
    ),
    state(
      "mean-wait",
      { en: "Mean wait", zh: "平均等待" },
      "ms",
      (targets.meanWaitSec ?? defaultTargets.meanWaitSec) * 1_000,
      values("averageWait"),
      "less",
    ),
    state(
      "answer-rate",
      { en: "Answer rate", zh: "应答率" },
      "share",
      targets.answerRate ?? defaultTargets.answerRate,
      values("answerRate"),
      "more",
    ),
  ];
}

import type { FigureAsk } from "../../data/figures.ts";
import { civil } from "../../words/civil.ts";

/** What is asked, as it stands in the address. `when` is a word that moves with the days; dates of one's own stand in `from` and `to`. */
export type When = "today" | "yesterday" | "days7" | "days28" | "month" | "lastMonth" | "dates";
export type Interval = NonNullable<FigureAsk["interval"]>;
export type By = NonNullable<FigureAsk["by"]>;
export type Question = {
  when: When;
  from?: string;
  to?: string;
  queue?: string;
  agent?: string;
  line?: string;
  direction?: NonNullable<FigureAsk["direction"]>;
  interval: Interval;
  by?: By;
  /** Ids, each with its formula after a colon where it is not the usual one. */
  figures: string[];
  /** Drawn in the chart. */
  chart: string;
};

export const usualFigures = [
  "offered",
  "answered",
  "abandoned",
  "serviceLevel",
  "abandonment",
  "averageWait",
  "longestWaitMs",
  "handleTime",
  "occupancy",
];
export const whens: readonly When[] = ["today", "yesterday", "days7", "days28", "month", "lastMonth", "dates"];
export const intervals: readonly Interval[] = ["15", "30", "60", "day", "hour-of-day", "all"];
export const bys: readonly By[] = ["queue", "agent", "line", "direction", "reason"];
const directions = ["in", "out", "internal"] as const;

const among = <T extends string>(all: readonly T[], text: string | undefined): T | undefined => all.find((one) => one === text);
const isDate = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");

/** Reads the address; what makes no sense is left out. */
export function readQuestion(query: Record<string, string>): Question {
  const when = among(whens, query.when) ?? "today";
  const by = among(bys, query.by);
  const direction = among(directions, query.direction);
  const figures = (query.figures ?? "").split(",").filter(Boolean);
  const long = when === "today" || when === "yesterday" ? "60" : "day";
  return {
    when,
    ...(when === "dates" && isDate(query.from) ? { from: query.from } : {}),
    ...(when === "dates" && isDate(query.to) ? { to: query.to } : {}),
    ...(query.queue ? { queue: query.queue } : {}),
    ...(query.agent ? { agent: query.agent } : {}),
    ...(query.line ? { line: query.line } : {}),
    ...(direction ? { direction } : {}),
    interval: among(intervals, query.interval) ?? long,
    ...(by ? { by } : {}),
    figures: figures.length > 0 ? figures : usualFigures,
    chart: query.chart ?? "offered",
  };
}

/** The address of a question; what is usual is not written down. */
export function writeQuestion(q: Question): string {
  const { figures, chart, when, interval, ...rest } = q;
  const usual = readQuestion({ when });
  const all: Record<string, string | undefined> = {
    ...rest,
    ...(when === "today" ? {} : { when }),
    ...(interval === usual.interval ? {} : { interval }),
    ...(figures.join() === usualFigures.join() ? {} : { figures: figures.join() }),
    ...(chart === "offered" ? {} : { chart }),
  };
  return new URLSearchParams(Object.entries(all).filter((e): e is [string, string] => Boolean(e[1]))).toString();
}

/** First and last day that a word means at a moment; the box counts the last one to its end. */
export function daysOf(q: Pick<Question, "when" | "from" | "to">, nowMs: number): { from?: string; to?: string } {
  const now = new Date(nowMs);
  const day = (back: number) => civil(new Date(now.getFullYear(), now.getMonth(), now.getDate() - back).getTime());
  const month = (back: number, date: number) => civil(new Date(now.getFullYear(), now.getMonth() - back, date).getTime());
  switch (q.when) {
    case "today":
      return {};
    case "yesterday":
      return { from: day(1), to: day(1) };
    case "days7":
      return { from: day(6), to: day(0) };
    case "days28":
      return { from: day(27), to: day(0) };
    case "month":
      return { from: month(0, 1), to: day(0) };
    case "lastMonth":
      return { from: month(1, 1), to: month(0, 0) };
    case "dates":
      return { from: q.from ?? day(0), to: q.to ?? q.from ?? day(0) };
  }
}

/** What the box is asked. */
export function askOf(q: Question, nowMs: number): FigureAsk {
  const { queue, agent, line, direction, by, interval, figures } = q;
  const filter = {
    ...(queue ? { queue } : {}),
    ...(agent ? { agent } : {}),
    ...(line ? { line } : {}),
    ...(direction ? { direction } : {}),
  };
  return { ...daysOf(q, nowMs), ...filter, ...(by ? { by } : {}), interval, figures: figures.join() };
}

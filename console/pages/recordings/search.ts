import type { RecordingSearch } from "../../data/recordings.ts";
import { midnightOf } from "../../words/civil.ts";

/** What is looked for, as it stands in the address: texts, dates as "2026-02-17", seconds. */
export type Search = Partial<Record<(typeof searchKeys)[number], string>>;
export const searchKeys = [
  "text",
  "agent",
  "queue",
  "line",
  "direction",
  "kind",
  "tag",
  "ended",
  "from",
  "to",
  "longer",
  "shorter",
  "scoreFrom",
  "scoreTo",
] as const;

export function readSearch(query: Record<string, string>): Search {
  return Object.fromEntries(searchKeys.flatMap((key) => (query[key] ? [[key, query[key]]] : [])));
}

const midnight = (date: string | undefined, after = 0): number | undefined => {
  const atMs = midnightOf(date ?? "", after);
  return Number.isNaN(atMs) ? undefined : atMs;
};
const whole = (text: string | undefined, times = 1): number | undefined =>
  /^\d{1,6}$/.test(text ?? "") ? Number(text) * times : undefined;
const given = <T extends object>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined && v !== "")) as { [K in keyof T]: NonNullable<T[K]> };

/** What the box is asked: a text of digits is looked for among the numbers, any other among words. */
export function askOf(search: Search, beforeMs: number | undefined, limit: number): RecordingSearch {
  const text = search.text?.trim() ?? "";
  const isNumber = /^[\d+*#][\d+*# -]*$/.test(text);
  const toMs = midnight(search.to, 1);
  const before = Math.min(beforeMs ?? Number.POSITIVE_INFINITY, toMs ?? Number.POSITIVE_INFINITY);
  return given({
    number: isNumber ? text.replace(/[ -]/g, "") : undefined,
    words: isNumber ? undefined : text,
    agent: search.agent,
    queue: search.queue,
    line: search.line,
    direction: search.direction,
    kind: search.kind,
    tag: search.tag?.trim(),
    endReason: search.ended,
    sinceMs: midnight(search.from),
    beforeMs: Number.isFinite(before) ? before : undefined,
    minMs: whole(search.longer, 1000),
    maxMs: whole(search.shorter, 1000),
    minScore: whole(search.scoreFrom),
    maxScore: whole(search.scoreTo),
    limit,
  }) as RecordingSearch;
}

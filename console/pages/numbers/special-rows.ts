import type { SpecialNumber } from "../../../appliance/contract/special-number.ts";
import { same } from "../../settings/diff.ts";

export const specialFilters = ["all", "vip", "blocked", "speedDial", "lane", "agent", "other"] as const;
export type SpecialFilter = (typeof specialFilters)[number];
/** A number and its place in the settings. */
export type SpecialRow = { at: number; special: SpecialNumber };

const plainClasses = ["contact", "vip", "blocked"];
const kinds: Record<SpecialFilter, (s: SpecialNumber) => boolean> = {
  all: () => true,
  vip: (s) => s.vip ?? s.class === "vip",
  blocked: (s) => s.class === "blocked",
  speedDial: (s) => s.speedDial !== undefined,
  lane: (s) => s.priority !== undefined || s.headStartMs !== undefined,
  agent: (s) => s.agent !== undefined,
  other: (s) => !plainClasses.includes(s.class),
};

const bare = (text: string): string => text.replace(/[\s()（）-]/g, "").toLowerCase();
const fits = (s: SpecialNumber, sought: string): boolean =>
  [s.number, s.name, s.note ?? "", s.class, s.speedDial ?? ""].some((text) => bare(text).includes(sought));

/** Those that fit what is sought, in the order of the settings, and how many of them are of each kind. */
export function findSpecials(
  list: readonly SpecialNumber[],
  search: string,
  filter: SpecialFilter,
): { rows: SpecialRow[]; counts: Record<SpecialFilter, number> } {
  const sought = bare(search);
  const counts = Object.fromEntries(specialFilters.map((name) => [name, 0])) as Record<SpecialFilter, number>;
  const rows: SpecialRow[] = [];
  for (const [at, special] of list.entries()) {
    if (sought !== "" && !fits(special, sought)) continue;
    for (const name of specialFilters) if (kinds[name](special)) counts[name] += 1;
    if (kinds[filter](special)) rows.push({ at, special });
  }
  return { rows, counts };
}

const pageRows = 50;
/** The part of a list that one page shows; a page beyond the end is the last one. */
export function pageOfRows<T>(
  rows: readonly T[],
  page: number,
): { shown: T[]; page: number; from: number; to: number; last: number } {
  const last = Math.max(0, Math.ceil(rows.length / pageRows) - 1);
  const now = Math.min(Math.max(0, page), last);
  const shown = rows.slice(now * pageRows, (now + 1) * pageRows);
  return { shown, page: now, from: rows.length === 0 ? 0 : now * pageRows + 1, to: now * pageRows + shown.length, last };
}

/** A row of a file as the box read it; `forms`: every way the number may be written. */
export type ReadRow = { row: number; number: SpecialNumber; forms: readonly string[] };
export type ImportOutcome = {
  /** The whole list afterwards. */
  list: SpecialNumber[];
  added: SpecialNumber[];
  changed: { before: SpecialNumber; after: SpecialNumber }[];
  removed: SpecialNumber[];
  unchanged: number;
};

/** What a file would make of the list. A number that is there already, in whichever form, is replaced in its place; others follow. */
export function importOutcome(old: readonly SpecialNumber[], read: readonly ReadRow[], mode: "merge" | "replace"): ImportOutcome {
  const byForm = new Map(read.flatMap((r) => r.forms.map((form) => [form, r] as const)));
  const used = new Set<ReadRow>();
  const outcome: ImportOutcome = { list: [], added: [], changed: [], removed: [], unchanged: 0 };
  for (const before of old) {
    const row = byForm.get(before.number);
    if (!row || used.has(row)) {
      if (mode === "replace") outcome.removed.push(before);
      else outcome.list.push(before);
      if (mode === "merge") outcome.unchanged += 1;
      continue;
    }
    used.add(row);
    if (same(before, row.number)) {
      outcome.unchanged += 1;
      outcome.list.push(before);
    } else {
      outcome.changed.push({ before, after: row.number });
      outcome.list.push(row.number);
    }
  }
  for (const row of read) if (!used.has(row)) outcome.added.push(row.number);
  outcome.list.push(...outcome.added);
  return outcome;
}

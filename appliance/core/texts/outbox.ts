import type { Effect } from "../../contract/effects.ts";
import type { Settings } from "../../contract/settings.ts";
import { type NewText, type TextEvent, type TextRow, textDefaults } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { hourMs } from "./choose-path.ts";
import { becomes, keepText, type TextsContext } from "./texts-context.ts";
import { isFullOfTexts, type PathLive, pathOf, type TextsState } from "./texts-state.ts";

type Answered = Extract<TextEvent, { on: "text.answered" }>;
type Refused = Extract<Answered, { ok: false }>;

/** A modem that says nothing for so long has lost its word: the network answers within a minute, and a call being set up goes first. */
const silentMs = 5 * 60_000;
/** A report may come as late as the text is valid, and a little. */
const reportMs = 72 * hourMs;
/** A text that is over stays for this long, so that a report told twice finds it. */
const overMs = hourMs;
/** Waits between tries of a text that was refused, and rests of a line that failed; the last one again and again. */
const backOffMs = [15_000, 60_000, 300_000, 900_000] as const;
const restMs = [5_000, 30_000, 120_000, 600_000] as const;
/** A modem that falls silent costs a text its certainty each time: it rests longer at once. */
const silentRest = 1;
/** So many refusals in a row, each of which might be its text's own, are the line's after all. */
const mostRefusals = 3;
const longestWhy = 200;
const mostFormer = 20;

const attemptId = (text: string, part: number, n: number): string => `${text}:${part}:${n}`;
const textOfAttempt = (id: string): { text: string; part: number } => {
  const [, text = "", part = ""] = /^(.+):(\d+):\d+$/.exec(id) ?? [];
  return { text, part: Number(part) };
};
const nextPart = ({ marks = [] }: TextRow): number => marks.length + 1;

export function asked(state: TextsState, texts: readonly NewText[], by: string, atMs: number): Effect[] {
  if (isFullOfTexts(state, texts.length)) return [];
  return texts.flatMap(({ id, number, text, parts }) => {
    if (Object.hasOwn(state.out, id)) return [];
    const reference = state.made++ & 255;
    const known = { id, direction: "out" as const, number, text, parts, reference, by };
    const row: TextRow = { ...known, state: "waiting", atMs, stateAtMs: atMs, sinceMs: atMs, tries: 0, dueAtMs: atMs };
    state.out[id] = row;
    return [keepText(row)];
  });
}

/** Only what no modem has, and what nobody knows the end of; parts that are gone are gone. */
export function cancelled(state: TextsState, id: string, stored: TextRow | undefined, atMs: number): Effect[] {
  const row = Object.hasOwn(state.out, id) ? state.out[id]! : stored && { ...stored };
  if (!row || row.id !== id || (row.state !== "waiting" && row.state !== "unsure")) return [];
  if (row.state === "waiting" && !Object.hasOwn(state.out, id)) return [];
  return [over(state, row, "cancelled", atMs)];
}

/** From the part that came to nothing on. */
export function resent(state: TextsState, id: string, stored: TextRow | undefined, atMs: number): Effect[] {
  const row = Object.hasOwn(state.out, id) ? state.out[id]! : stored && { ...stored };
  if (!row || row.id !== id || (row.state !== "unsure" && row.state !== "failed")) return [];
  if (!Object.hasOwn(state.out, id) && isFullOfTexts(state, 1)) return [];
  state.out[id] = row;
  becomes(row, "waiting", atMs, atMs);
  row.sinceMs = atMs;
  if (row.attempt && row.line !== undefined)
    row.former = [...(row.former ?? []), { line: row.line, atMs: row.attempt.atMs }].slice(-mostFormer);
  delete row.refusals;
  delete row.attempt;
  delete row.why;
  return [keepText(row)];
}

/** Hands a waiting text's next part to a line that is free. */
export function start(state: TextsState, row: TextRow, line: string, { atMs, settings }: TextsContext): Effect[] {
  const part = nextPart(row);
  row.tries = (row.tries ?? 0) + 1;
  const id = attemptId(row.id, part, row.tries);
  becomes(row, "sending", atMs, atMs + silentMs);
  Object.assign(row, { line, attempt: { id, atMs } } satisfies Partial<TextRow>);
  const path = pathOf(state, line);
  path.attempt = id;
  path.usedAtMs.push(atMs);
  const { number: to, text, reference = 0 } = row;
  const report = settings.texts?.reports ?? textDefaults.reports;
  return [keepText(row), { do: "text.send", id, line: line as LineId, to, text, reference, part, report }];
}

export function answered(state: TextsState, event: Answered, ctx: TextsContext): Effect[] {
  const { atMs } = ctx;
  const path = pathOf(state, event.line);
  if (path.attempt === event.id) delete path.attempt;
  if (event.ok) {
    path.failures = 0;
    delete path.refusals;
  } else if (event.retry !== "never") troubled(path, event, atMs);
  const { text, part } = textOfAttempt(event.id);
  const row = Object.hasOwn(state.out, text) ? state.out[text] : undefined;
  if (!row || nextPart(row) !== part) return [];
  const current = row.attempt?.id === event.id;
  if (event.ok) {
    // Late news of an earlier attempt: what has left needn't leave again.
    if (!current && row.state !== "waiting") return [];
    accepted(row, event.line, event.reference, ctx, event.whole ? event.id : undefined);
    return [keepText(row, row.state !== "waiting")];
  }
  if (!current) return [];
  row.why = event.why.slice(0, longestWhy);
  return [event.retry === "unknown" ? unknown(row, ctx) : refused(state, row, event, atMs)];
}

/** What one text met with needn't stop the others; what the line met with does. */
function troubled(path: PathLive, { of, retry }: Refused, atMs: number): void {
  if (retry === "unknown") return rest(path, atMs, silentRest);
  if (of === "text" && (path.refusals ?? 0) + 1 < mostRefusals) {
    path.refusals = (path.refusals ?? 0) + 1;
    return;
  }
  rest(path, atMs, 0);
}

/** Whoever fails is left alone for a while, longer each time. */
function rest(path: PathLive, atMs: number, least: number): void {
  path.restUntilMs = atMs + restMs[Math.min(Math.max(path.failures, least), restMs.length - 1)]!;
  path.failures++;
}

/** A modem that has come back while its line rests is another than the one that failed. Only once: one that comes and goes would be given text after text. */
export function endRests({ paths }: TextsState, { atMs, lineUp }: TextsContext): void {
  for (const [line, path] of Object.entries(paths)) {
    if (path.failures !== 1 || path.restUntilMs <= atMs) delete path.wasDown;
    else if (!lineUp(line)) path.wasDown = true;
    else if (path.wasDown) path.restUntilMs = atMs;
  }
}

/** It has surely not left. */
function refused(state: TextsState, row: TextRow, { retry, of }: Refused, atMs: number): Effect {
  delete row.attempt;
  if (retry === "never") return over(state, row, "failed", atMs);
  // The line rests; the text may leave by the next that is free.
  if (of === "line") {
    becomes(row, "waiting", atMs, atMs);
    return keepText(row);
  }
  row.refusals = (row.refusals ?? 0) + 1;
  becomes(row, "waiting", atMs, atMs + backOffMs[Math.min(row.refusals, backOffMs.length) - 1]!);
  return keepText(row);
}

/** Nothing more is tried. What is known to have left, or may have, stays until its reports can't come any more: they must not be taken for another's. */
function over(state: TextsState, row: TextRow, how: "failed" | "cancelled", atMs: number): Effect {
  becomes(row, how, atMs, mayBeReported(row) ? atMs + reportMs : undefined);
  if (!mayBeReported(row)) delete state.out[row.id];
  return keepText(row, true);
}
const mayBeReported = ({ marks = [], former = [] }: TextRow): boolean => marks.length + former.length > 0;

/** The network may have it: a report would tell. */
function unknown(row: TextRow, { atMs, settings }: TextsContext): Effect {
  if (row.state === "sending") {
    const waitMin = settings.texts?.reportWaitMin ?? textDefaults.reportWaitMin;
    becomes(row, "checking", atMs, atMs + waitMin * 60_000);
  }
  return keepText(row);
}

/** The network took the part at hand; by a gateway (`whole`: its attempt) all that remain. */
function accepted(row: TextRow, line: string, reference: number, { atMs, settings }: TextsContext, whole?: string): void {
  const mark = { line, reference, atMs: row.attempt?.atMs ?? atMs, ...(whole === undefined ? {} : { whole }) };
  const first = nextPart(row);
  const last = whole === undefined ? first : row.parts;
  row.marks = [...(row.marks ?? []), ...Array.from({ length: last - first + 1 }, (_, i) => ({ n: first + i, ...mark }))];
  row.line = line;
  row.tries = 0;
  delete row.refusals;
  delete row.attempt;
  delete row.why;
  const reports = settings.texts?.reports ?? textDefaults.reports;
  if (row.marks.length < row.parts) becomes(row, "waiting", atMs, atMs);
  else if (!settle(row, atMs)) becomes(row, "sent", atMs, atMs + (reports ? reportMs : overMs));
}

/** All parts are reported on: true when that says what became of the whole. */
function settle(row: TextRow, atMs: number): boolean {
  const { marks = [], parts } = row;
  if (marks.length < parts || marks.some((m) => m.outcome === undefined)) return false;
  becomes(row, marks.some((m) => m.outcome === "failed") ? "undelivered" : "delivered", atMs, atMs + overMs);
  return true;
}

type Reported = Extract<TextEvent, { on: "text.reported" }>;
/** The clocks of box and service centre may differ by so much. */
const clocksMs = 10 * 60_000;

/** TS 23.040 9.2.2.3: it names the recipient and the reference. Nothing when it is about none of ours. */
export function reported(state: TextsState, event: Reported, ctx: TextsContext): Effect[] {
  const rows = Object.values(state.out).filter((row) => isSameNumber(row.number, event.to));
  const known = rows
    .flatMap((row) => (row.marks ?? []).map((mark) => ({ row, mark })))
    .filter(({ mark }) =>
      event.attempt === undefined
        ? mark.line === event.place.line && mark.reference === event.reference
        : mark.whole === event.attempt,
    )
    .sort((a, b) => b.mark.atMs - a.mark.atMs)[0];
  if (known) return outcomeOf(known.row, known.mark.n, event, ctx.atMs);
  if (event.attempt !== undefined) return [];
  // A reference nobody was told: of a part whose modem fell silent, if only one can be meant.
  const silent = rows.filter(
    ({ line, attempt }) => line === event.place.line && attempt !== undefined && attempt.atMs <= event.sentAtMs + clocksMs,
  );
  // Nor is it taken for one that a person has sent again since.
  const former = rows.flatMap((r) =>
    (r.former ?? []).filter((f) => f.line === event.place.line && f.atMs <= event.sentAtMs + clocksMs),
  );
  const row = silent[0];
  if (!row || silent.length + former.length > 1) return [];
  const path = pathOf(state, event.place.line);
  if (path.attempt === row.attempt?.id) delete path.attempt;
  const part = nextPart(row);
  accepted(row, event.place.line, event.reference, ctx);
  const told = outcomeOf(row, part, event, ctx.atMs);
  return told.length > 0 ? told : [keepText(row, row.state !== "waiting")];
}

function outcomeOf(row: TextRow, part: number, { outcome }: Reported, atMs: number): Effect[] {
  const mark = row.marks!.find((m) => m.n === part)!;
  // The first final word counts; "trying" is none (9.2.3.15).
  if (outcome === "trying" || mark.outcome !== undefined) return [];
  for (const one of row.marks!) if (one === mark || (mark.whole !== undefined && one.whole === mark.whole)) one.outcome = outcome;
  return [keepText(row, settle(row, atMs))];
}

/** A centre may name the recipient with or without the country's code. */
function isSameNumber(a: string, b: string): boolean {
  // Most are told apart by their ends.
  if (a.length > 7 && b.length > 7 && a.slice(-6) !== b.slice(-6)) return false;
  const [x, y] = [a, b].map((number) => number.replace(/^\+|^00/, ""));
  if (x === y) return true;
  const shorter = Math.min(x!.length, y!.length);
  return shorter >= 7 && (x!.endsWith(y!.replace(/^0/, "")) || y!.endsWith(x!.replace(/^0/, "")));
}

/** What was under way when the box stopped: a modem may have it. */
export function afterRestart(state: TextsState, ctx: TextsContext): Effect[] {
  for (const path of Object.values(state.paths)) delete path.attempt;
  return Object.values(state.out)
    .filter((row) => row.state === "sending")
    .map((row) => unknown(row, ctx));
}

/** When a waiting text is given up. */
const giveUpAtMs = (row: TextRow, settings: Settings): number =>
  (row.sinceMs ?? row.atMs) + (settings.texts?.retryForHours ?? textDefaults.retryForHours) * hourMs;

/** When something becomes of a text though nothing is heard; never for a waiting one that only lacks a free line. */
export function momentOf(row: TextRow, { atMs, settings }: TextsContext): number {
  const due = row.dueAtMs !== undefined && row.dueAtMs > atMs ? row.dueAtMs : Number.POSITIVE_INFINITY;
  return row.state === "waiting" ? Math.min(due, giveUpAtMs(row, settings)) : due;
}

/** The moment a text waits for has come. */
export function overdue(state: TextsState, row: TextRow, ctx: TextsContext): Effect[] {
  const { atMs, settings } = ctx;
  if (row.state === "waiting" && giveUpAtMs(row, settings) <= atMs) {
    row.why ??= "no way out";
    return [over(state, row, "failed", atMs)];
  }
  if (row.dueAtMs === undefined || row.dueAtMs > atMs) return [];
  switch (row.state) {
    case "sending": {
      const path = pathOf(state, row.line ?? "");
      if (path.attempt === row.attempt?.id) {
        delete path.attempt;
        rest(path, atMs, silentRest);
      }
      return [unknown(row, ctx)];
    }
    case "checking":
      becomes(row, "unsure", atMs, atMs + reportMs);
      return [keepText(row, true)];
    case "sent":
    case "delivered":
    case "undelivered":
    case "unsure":
    case "failed":
    case "cancelled":
      delete state.out[row.id];
      return [];
    default:
      return [];
  }
}

/** What was stored and isn't over. */
export function loadOutgoing(state: TextsState, row: TextRow): void {
  if ((row.state === "failed" || row.state === "cancelled") && !mayBeReported(row)) return;
  state.out[row.id] = row;
}

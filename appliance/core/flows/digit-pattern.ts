import type { SourceProblem } from "../expressions/syntax.ts";

/** One place of a pattern: which digits, how often. */
type Place = { digits: string; min: number; max: number };
export type DigitPattern = Place[][];

const countLimit = 32;

function readSet(source: string): string | undefined {
  let digits = "";
  for (let i = 0; i < source.length; i++) {
    const from = source[i]!;
    if (!/\d/.test(from)) return undefined;
    if (source[i + 1] !== "-") {
      digits += from;
      continue;
    }
    const to = source[i + 2] ?? "";
    if (!/\d/.test(to) || to < from) return undefined;
    for (let d = Number(from); d <= Number(to); d++) digits += d;
    i += 2;
  }
  return digits === "" ? undefined : digits;
}

/** Reads "1[3-9]d{9}|0d{2,3}d{7,8}": digits, `d` for any, `[…]` for some, `{n}` or `{n,m}` times, `|` between alternatives. */
export function parsePattern(source: string): { ok: true; pattern: DigitPattern } | { ok: false; problem: SourceProblem } {
  const refuse = (at: number, zh: string, en: string) => ({ ok: false as const, problem: { at, reason: { zh, en } } });
  const alternatives: DigitPattern = [[]];
  let at = 0;
  while (at < source.length) {
    const places = alternatives.at(-1)!;
    const part = /^(?:\|)|^(?:\d|d|\[([^\]]*)\])(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?/.exec(source.slice(at));
    if (!part) return refuse(at, `这里不能写“${source[at]}”`, `"${source[at]}" can't stand here`);
    if (part[0] === "|") alternatives.push([]);
    else {
      const head = source[at]!;
      const digits = head === "d" ? "0123456789" : head === "[" ? readSet(part[1] ?? "") : head;
      if (digits === undefined) return refuse(at, "方括号里应当是数字", "digits belong between the brackets");
      const min = part[2] === undefined ? 1 : Number(part[2]);
      const max = part[3] === undefined ? min : Number(part[3]);
      if (max < min || max > countLimit) return refuse(at, "次数不对", "the number of times is wrong");
      places.push({ digits, min, max });
    }
    at += part[0].length;
  }
  const empty = alternatives.some((places) => places.every((place) => place.max === 0));
  return empty ? refuse(source.length, "模式不能为空", "a pattern can't be empty") : { ok: true, pattern: alternatives };
}

/** The ends that can be reached grow place by place, so the cost is places × length, whatever the pattern. */
function placesFit(places: readonly Place[], typed: string): boolean {
  let ends = new Set([0]);
  for (const place of places) {
    const reached = new Set<number>();
    for (const start of ends) {
      let end = start;
      for (let count = 0; ; count++) {
        if (count >= place.min) reached.add(end);
        if (count === place.max || end >= typed.length || !place.digits.includes(typed[end]!)) break;
        end++;
      }
    }
    ends = reached;
  }
  return ends.has(typed.length);
}

export const patternFits = (pattern: DigitPattern, typed: string): boolean => pattern.some((places) => placesFit(places, typed));

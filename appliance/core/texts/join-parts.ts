import type { SmsPartOf } from "./user-data.ts";

/** Parts of longer texts that wait for the others. Plain data: it is kept with the rest of the live state. */
export type WaitingParts = Record<
  string,
  { from: string; total: number; texts: Record<number, string>; firstAtMs: number; sentAtMs: number }
>;
export type JoinedText = { from: string; text: string; sentAtMs: number; missing: number };

/** Texts waited for at most; beyond it the oldest is shown as far as it came. */
const mostWaiting = 500;
const newWaitMs = 48 * 3_600_000;

/** TS 23.040 9.2.3.24.1: sender, reference and total say what belongs together. */
const keyOf = (from: string, { reference, total }: SmsPartOf): string => `${from}|${reference}|${total}`;

/** Takes a part in; the whole text when it was the last that was missing. A part that came before changes nothing. */
export function joinPart(
  waiting: WaitingParts,
  from: string,
  part: SmsPartOf,
  text: string,
  sentAtMs: number,
  nowMs: number,
): JoinedText | undefined {
  const key = keyOf(from, part);
  const known = Object.hasOwn(waiting, key) ? waiting[key]! : { from, total: part.total, texts: {}, firstAtMs: nowMs, sentAtMs };
  known.texts[part.index] ??= text;
  known.sentAtMs = Math.min(known.sentAtMs, sentAtMs);
  waiting[key] = known;
  if (Object.keys(known.texts).length < part.total) return undefined;
  delete waiting[key];
  return joined(known);
}

/** Texts whose rest doesn't come any more: shown with what there is. */
export function overdueParts(waiting: WaitingParts, nowMs: number): JoinedText[] {
  const byAge = Object.entries(waiting).sort(([, a], [, b]) => a.firstAtMs - b.firstAtMs);
  const surplus = Math.max(0, byAge.length - mostWaiting);
  return byAge.flatMap(([key, known], i) => {
    if (i >= surplus && nowMs - known.firstAtMs < newWaitMs) return [];
    delete waiting[key];
    return [joined(known)];
  });
}

function joined({ from, total, texts, sentAtMs }: WaitingParts[string]): JoinedText {
  let text = "";
  let missing = 0;
  for (let index = 1; index <= total; index++) {
    const piece = texts[index];
    if (piece === undefined) missing++;
    text += piece ?? "[…]";
  }
  return { from, text, sentAtMs, missing };
}

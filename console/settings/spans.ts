export type Span = { from: string; to: string };
const time = /^(?:([01]?\d|2[0-3]):?([0-5]\d)|24:?00)$/;

/** Reads "08:30-12:00, 13:30–17:30"; undefined when it isn't times. Nothing means closed. */
export function readSpans(text: string): Span[] | undefined {
  const parts = text
    .split(/[,，;；\n]+/)
    .map((p) => p.trim())
    .filter(Boolean);
  const spans = parts.map((part) => {
    const [from, to, ...more] = part.split(/\s*(?:-|–|—|~|至)\s*/).map((t) => t.replace("：", ":"));
    if (!from || !to || more.length > 0 || !time.test(from) || !time.test(to)) return undefined;
    return { from: clock(from), to: clock(to) };
  });
  return spans.includes(undefined) ? undefined : (spans as Span[]);
}
const clock = (text: string): string => {
  const digits = text.replace(":", "").padStart(4, "0");
  return `${digits.slice(0, 2)}:${digits.slice(2)}`;
};

export const writeSpans = (spans: readonly Span[]): string => spans.map((s) => `${s.from}-${s.to}`).join(", ");

const minutes = (t: string): number => Number(t.slice(0, 2)) * 60 + Number(t.slice(3));
/** Where the spans lie in a day, as shares of it. A span over midnight shows its part of this day. */
export const dayShares = (spans: readonly Span[]): { left: number; wide: number }[] =>
  spans.map((s) => {
    const from = minutes(s.from);
    const to = minutes(s.to) <= from ? 1440 : minutes(s.to);
    return { left: from / 1440, wide: (to - from) / 1440 };
  });

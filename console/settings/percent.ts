import type { Shape } from "./schema.ts";

/** Fractions of one are written in percent. */
export const isShare = (shape: Shape): boolean =>
  shape.kind === "number" && !shape.whole && shape.min === 0 && shape.max !== undefined && shape.max <= 1;

const fine = 1e6;
const rounded = (n: number): number => Math.round(n * fine) / fine;

/** A share of one as people write it: 0.8 is 80. Without the tails that binary fractions leave. */
export const toPercent = (share: number): number => rounded(share * 100);
export const fromPercent = (percent: number): number => rounded(percent / 100);

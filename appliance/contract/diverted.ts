/** Why a call was sent on, in the words of RFC 5806 section 4. */
export const divertedWhys = [
  "unconditional",
  "busy",
  "no-answer",
  "unavailable",
  "time-of-day",
  "do-not-disturb",
  "deflection",
  "unknown",
] as const;
export type DivertedWhy = (typeof divertedWhys)[number];

/** A call that was meant for another number before it came here, or goes where it goes now. */
export type Diverted = {
  /** The number first called. */
  first: string;
  /** Who sent it on last. */
  by: string;
  why: DivertedWhy;
  /** How often it was sent on. */
  times: number;
};

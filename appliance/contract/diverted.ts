import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

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
export const Diverted = Type.Object(
  {
    /** The number first called. */
    first: Type.String(),
    /** Who sent it on last. */
    by: Type.String(),
    why: Type.Enum(divertedWhys),
    /** How often it was sent on. */
    times: Type.Number(),
  },
  closed,
);
export type Diverted = Static<typeof Diverted>;

import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;

/** A presence with what was put right; `wasIn`/`wasOut` are what the box saw. */
export const Presence = Type.Object(
  {
    agent: Type.String(),
    inAtMs: Type.Number(),
    outAtMs: Type.Optional(Type.Number()),
    corrected: Type.Optional(
      Type.Object(
        {
          wasInAtMs: Type.Optional(Type.Number()),
          wasOutAtMs: Type.Optional(Type.Number()),
          why: Type.String(),
          by: Type.String(),
          atMs: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Presence = Static<typeof Presence>;

/** One shift, or one presence that no shift asked for. */
export const AttendanceRow = Type.Object(
  {
    agent: Type.String(),
    date: Type.Optional(Type.String()),
    shift: Type.Optional(
      Type.Object({ fromMs: Type.Number(), toMs: Type.Number(), template: Type.Optional(Type.String()) }, closed),
    ),
    /** "late" and "left-early" may hold at one time: then it is "late", and `earlyMs` tells the rest. */
    status: Type.Enum(["in-time", "late", "left-early", "missing", "to-come", "unplanned"]),
    lateMs: Type.Number(),
    earlyMs: Type.Number(),
    /** Present within the shift, and beyond it. */
    presentMs: Type.Number(),
    beyondMs: Type.Number(),
    presences: Type.Array(Presence),
  },
  closed,
);
export type AttendanceRow = Static<typeof AttendanceRow>;

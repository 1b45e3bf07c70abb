import Type, { type Static } from "typebox";
import { ClockTime } from "./targets.ts";
import { Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

export const PlannedBreak = Type.Object(
  {
    from: ClockTime,
    minutes: Type.Integer({ minimum: 1, maximum: 240 }),
    /** Code of the not-ready reason he is set to. */
    reason: Slug,
    paid: Type.Boolean(),
  },
  closed,
);
export type PlannedBreak = Static<typeof PlannedBreak>;

/** A shift as it is used again and again; `to` before `from` lies in the next day. */
export const ShiftTemplate = Type.Object(
  { id: Slug, name: Title, from: ClockTime, to: ClockTime, breaks: Type.Array(PlannedBreak, { maxItems: 12 }) },
  closed,
);

export const ShiftSettings = Type.Object(
  {
    templates: Type.Array(ShiftTemplate, { maxItems: 50 }),
    /** So late or early is still in time. */
    graceMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
    /** "remind": the live view shows it. "set": he is set to the break's reason, after the call he is on. */
    atBreak: Type.Optional(Type.Union([Type.Literal("remind"), Type.Literal("set")])),
    /** Rest between two shifts of one agent; less is a conflict. */
    restHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 24 })),
  },
  closed,
);
export type ShiftSettings = Static<typeof ShiftSettings>;

export const defaultShifts = { templates: [], graceMin: 5, atBreak: "remind", restHours: 11 } as const satisfies ShiftSettings;

/** Who works when. Moments are fixed when it is planned: a template that changes later changes no plan. */
export const ShiftRow = Type.Object(
  {
    agent: Type.String(),
    /** Local day it begins on, "2026-02-17". */
    date: Type.String(),
    template: Type.Optional(Type.String()),
    fromMs: Type.Number(),
    toMs: Type.Number(),
    breaks: Type.Array(
      Type.Object(
        {
          fromMs: Type.Number(),
          toMs: Type.Number(),
          reason: Type.String(),
          paid: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ShiftRow = Static<typeof ShiftRow>;

/** A sign-in or sign-out put right by a person; the row itself stays as it was. */
export type PresenceCorrection = {
  agent: string;
  /** Which presence it corrects: its sign-in. One that never was has none of its own and begins here. */
  inAtMs: number;
  newInAtMs: number;
  newOutAtMs?: number;
  why: string;
  by: string;
  atMs: number;
};

import Type, { type Static } from "typebox";
import type { PhoneId } from "../kit/ids.ts";

const closed = { additionalProperties: false } as const;
const To = Type.Object({ to: Type.String() }, closed);

/** When a phone's calls go elsewhere. `hours`: while a calendar is open or closed. */
export const forwardWhens = ["always", "hours", "busy", "noAnswer"] as const;
export type ForwardWhen = (typeof forwardWhens)[number];

/** Where direct calls to a phone go. `to` is a number as the phone itself would dial it; `afterMs`: 5 s … 2 min of ringing. */
export const PhoneForwards = Type.Object(
  {
    always: Type.Optional(To),
    hours: Type.Optional(
      Type.Object({ to: Type.String(), calendar: Type.String(), while: Type.Enum(["open", "closed"]) }, closed),
    ),
    busy: Type.Optional(To),
    noAnswer: Type.Optional(Type.Object({ to: Type.String(), afterMs: Type.Number() }, closed)),
  },
  closed,
);

/** Where direct calls to a phone go, and whether it may be rung at all. */
export type PhoneFeatures = { forward: Static<typeof PhoneForwards>; doNotDisturb: boolean };

export type PhoneFeatureChange =
  | { what: "forward"; when: "always" | "busy"; to: string }
  | { what: "forward"; when: "noAnswer"; to: string; afterMs: number }
  | { what: "forward"; when: "hours"; to: string; calendar: string; while: "open" | "closed" }
  | { what: "no-forward"; when: ForwardWhen | "all" }
  | { what: "do-not-disturb"; on: boolean };

/** Set by star code (`phone`), at the console or by a program. */
export type PhoneFeatureEvent = { on: "phone.feature"; phone: PhoneId; change: PhoneFeatureChange; by: string };

export const defaultNoAnswerMs = 20_000;

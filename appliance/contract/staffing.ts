import Type, { type Static } from "typebox";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** Several simulated days put together; what nothing happened for is missing. */
export const Simulated = Type.Object(
  {
    seats: Type.Integer(),
    serviceLevel: Type.Optional(Type.Number()),
    averageWaitMs: Type.Optional(Type.Number()),
    abandonment: Type.Optional(Type.Number()),
    occupancy: Type.Optional(Type.Number()),
    offeredPerDay: Type.Number(),
  },
  closed,
);
export type Simulated = Static<typeof Simulated>;

/** An interval with far more calls than chance explains. */
export const Burst = Type.Object(
  { fromMs: Type.Number(), toMs: Type.Number(), calls: Type.Number(), usual: Type.Number() },
  closed,
);
export type Burst = Static<typeof Burst>;

/** An hour of the day: calls in it, what they load (erlang), who is needed and, with shrinkage, who must be planned. */
export const StaffingHour = Type.Object(
  {
    hour: Type.Integer(),
    calls: Type.Number(),
    load: Type.Number(),
    agents: Type.Integer(),
    scheduled: Type.Integer(),
    serviceLevel: Type.Number(),
    occupancy: Type.Number(),
  },
  closed,
);
export type StaffingHour = Static<typeof StaffingHour>;

export const Staffing = Type.Object(
  {
    fromMs: Type.Number(),
    toMs: Type.Number(),
    days: Type.Integer(),
    handleMs: Type.Number(),
    target: Type.Object({ share: Type.Number(), withinSec: Type.Number() }, closed),
    shrinkage: Type.Number(),
    hours: Type.Array(StaffingHour),
    lines: Type.Object({ calls: Type.Number(), load: Type.Number(), lines: Type.Integer(), blocking: Type.Number() }, closed),
    /** Share of callers still patient after so long. */
    patience: Type.Array(Type.Object({ atMs: Type.Number(), patient: Type.Number() }, closed)),
    /** From the first to the last hour of the day with a tenth of the busiest hour's calls. */
    simulated: Type.Object(
      {
        hours: Type.Object({ from: Type.Integer(), to: Type.Integer() }, closed),
        days: Type.Integer(),
        seed: Type.Integer(),
        with: Simulated,
        oneMore: Simulated,
      },
      closed,
    ),
    leftOut: Type.Array(Burst),
    assumptions: Type.Array(Sentence),
  },
  closed,
);
export type Staffing = Static<typeof Staffing>;

/** Agents by Erlang C, lines by Erlang B. */
export const Erlang = Type.Object(
  {
    agents: Type.Integer(),
    /** Erlang. */
    load: Type.Number(),
    /** Share of callers who wait at all. */
    waits: Type.Number(),
    serviceLevel: Type.Number(),
    /** Mean wait of all; none when the line only grows. */
    averageWaitMs: Type.Optional(Type.Number()),
    occupancy: Type.Number(),
    /** With shrinkage. */
    scheduled: Type.Integer(),
    lines: Type.Integer(),
    /** Share of calls that find no free line. */
    blocked: Type.Number(),
  },
  closed,
);
export type Erlang = Static<typeof Erlang>;

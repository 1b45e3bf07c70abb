import Type, { type Static } from "typebox";
import { type BaseCount, baseCounts, type Counts } from "./base-counts.ts";
import { Bilingual, Sentence } from "./words.ts";

export type { BaseCount, CountSource, Counts, FigureBy, FigureInterval } from "./base-counts.ts";

const closed = { additionalProperties: false } as const;

const BaseNames = Type.Unsafe<readonly BaseCount[]>(Type.Array(Type.Enum(baseCounts)));
const CountsByName = Type.Unsafe<Counts>(
  Type.Object(Object.fromEntries(baseCounts.map((base) => [base, Type.Optional(Type.Number())])), closed),
);

/** "score": a mean of marks from 1 to 5. */
export const FigureUnit = Type.Enum(["share", "ms", "count", "score"]);
export type FigureUnit = Static<typeof FigureUnit>;
/** The sum of `plus` less that of `minus`: all of one source, and what is taken away is part of what is there. */
export const FigurePart = Type.Object(
  {
    plus: BaseNames,
    minus: Type.Optional(BaseNames),
  },
  closed,
);
export type FigurePart = Static<typeof FigurePart>;
export const FigureFormula = Type.Object(
  {
    id: Type.String(),
    name: Sentence,
    /** As it would be written down. */
    text: Sentence,
    over: FigurePart,
    /** Without it the figure is `over` itself. */
    under: Type.Optional(FigurePart),
  },
  closed,
);
export type FigureFormula = Static<typeof FigureFormula>;
export const Figure = Type.Object(
  {
    id: Type.String(),
    name: Sentence,
    unit: FigureUnit,
    /** The first is in force unless another is named. */
    formulas: Type.Unsafe<readonly [FigureFormula, ...FigureFormula[]]>(Type.Array(FigureFormula, { minItems: 1 })),
  },
  closed,
);
export type Figure = Static<typeof Figure>;

/** One figure of a row; no value when nothing happened to divide by. `formula` says which percent it is. */
export const FigureValue = Type.Object(
  {
    formula: Type.String(),
    value: Type.Optional(Type.Number()),
    over: Type.Optional(Type.Number()),
    under: Type.Optional(Type.Number()),
  },
  closed,
);
export type FigureValue = Static<typeof FigureValue>;
export const FigureRow = Type.Object(
  {
    /** Id of the queue, agent, line, direction or reason. */
    key: Type.Optional(Type.String()),
    /** Local hour, of intervals put together. */
    hour: Type.Optional(Type.Number()),
    fromMs: Type.Number(),
    toMs: Type.Number(),
    /** "2026-02-17 08:30", in the site's time zone. */
    label: Type.String(),
    counts: CountsByName,
    figures: Type.Record(Type.String(), FigureValue),
  },
  closed,
);
export type FigureRow = Static<typeof FigureRow>;

/** A row behind a figure: what it is, and what it adds. */
export const BehindRow = Type.Object(
  {
    of: Type.Enum(["stay", "handling", "offer", "call", "score", "agent-state", "shift"]),
    atMs: Type.Number(),
    call: Type.Optional(Type.String()),
    queue: Type.Optional(Type.String()),
    agent: Type.Optional(Type.String()),
    line: Type.Optional(Type.String()),
    /** Outcome, end of the ring, state. */
    how: Type.Optional(Type.String()),
    /** One, or milliseconds. */
    value: Type.Number(),
  },
  closed,
);
export type BehindRow = Static<typeof BehindRow>;

/** A target, what it is measured by, and whether it is kept; no `met` when there is nothing to measure yet. */
export const TargetState = Type.Object(
  {
    id: Type.String(),
    name: Sentence,
    unit: FigureUnit,
    target: Type.Number(),
    value: Type.Optional(Type.Number()),
    met: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type TargetState = Static<typeof TargetState>;
/** What hangs on the wall (B7): everything since local midnight, from rows, but for what stands at this moment. */
export const Wallboard = Type.Object(
  {
    nowMs: Type.Number(),
    date: Type.String(),
    agents: Type.Object(
      {
        ready: Type.Number(),
        busy: Type.Number(),
        notReady: Type.Number(),
        loggedOut: Type.Number(),
      },
      closed,
    ),
    waiting: Type.Number(),
    oldestWaitingMs: Type.Optional(Type.Number()),
    hourly: Type.Array(
      Type.Object(
        {
          hour: Type.Number(),
          callsIn: Type.Number(),
          offered: Type.Number(),
          answered: Type.Number(),
        },
        closed,
      ),
    ),
    offered: Type.Number(),
    answered: Type.Number(),
    abandoned: Type.Number(),
    shortAbandoned: Type.Number(),
    answeredInTime: Type.Number(),
    abandonedInTime: Type.Number(),
    talkTimeMs: Type.Optional(Type.Number()),
    handleTimeMs: Type.Optional(Type.Number()),
    averageWaitMs: Type.Optional(Type.Number()),
    longestWaitMs: Type.Number(),
    serviceLevel: Type.Object({ ...FigureValue.properties, name: Sentence }, closed),
    /** The hours whose targets hold now. */
    band: Type.Optional(
      Type.Object(
        {
          id: Type.String(),
          name: Bilingual,
        },
        closed,
      ),
    ),
    targets: Type.Array(TargetState),
    queues: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Bilingual,
          waiting: Type.Number(),
          oldestWaitingMs: Type.Optional(Type.Number()),
          offered: Type.Number(),
          answered: Type.Number(),
          abandoned: Type.Number(),
          serviceLevelSec: Type.Number(),
          serviceLevel: FigureValue,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Wallboard = Static<typeof Wallboard>;

import Type, { type Static } from "typebox";
import { Language, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Name = Type.String({ pattern: "^[a-z][A-Za-z0-9_]{0,31}$" });
const Words = Type.String({ maxLength: 2000 });
const ForMs = Type.Integer({ minimum: 0, maximum: 3_600_000 });

/** Who calls, where, when. `at` is an instant (ISO 8601, with its offset); without it the moment of the run. */
const RehearsedCall = Type.Object(
  {
    /** "" is a withheld number. */
    caller: Type.String({ maxLength: 40 }),
    called: Type.String({ maxLength: 40 }),
    line: Type.Optional(Type.String({ maxLength: 40 })),
    language: Type.Optional(Language),
    at: Type.Optional(
      Type.String({
        pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]\\d{2}:\\d{2})$",
      }),
    ),
  },
  closed,
);

/** What the caller does, one after the other. After the last he does nothing more. */
const RehearsedAct = Type.Union([
  /** Keys, `gapMs` apart (150 when not given); they interrupt what may be interrupted. */
  Type.Object(
    {
      do: Type.Literal("press"),
      keys: Type.String({ pattern: "^[0-9*#A-D]{1,64}$" }),
      gapMs: Type.Optional(Type.Integer({ minimum: 40, maximum: 10_000 })),
    },
    closed,
  ),
  /** Until nothing is said and nothing is looked up any more. */
  Type.Object({ do: Type.Literal("listen") }, closed),
  Type.Object({ do: Type.Literal("wait"), forMs: ForMs }, closed),
  Type.Object({ do: Type.Literal("hangup") }, closed),
]);
export type RehearsedAct = Static<typeof RehearsedAct>;

/** One answer of a business system. The first whose `when` fits the request is given; without any, it fails. "silent" never answers; later than the flow's patience counts as failed. */
const RehearsedAnswer = Type.Object(
  {
    when: Type.Optional(Type.Record(Name, Words, { maxProperties: 20, additionalProperties: false })),
    outcome: Type.Union([Type.Literal("ok"), Type.Literal("not-found"), Type.Literal("failed"), Type.Literal("silent")]),
    values: Type.Optional(
      Type.Record(Type.String({ pattern: "^[A-Za-z0-9_.]{1,120}$" }), Type.Union([Words, Type.Number(), Type.Boolean()]), {
        maxProperties: 60,
        additionalProperties: false,
      }),
    ),
    afterMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
  },
  closed,
);

/** How a queue, a number or a box gives the caller back. "stay": he waits there, and the run ends. */
const Outcome = Type.Union([
  Type.Literal("stay"),
  Type.Literal("served"),
  Type.Literal("overflow"),
  Type.Literal("timeout"),
  Type.Literal("no-agent"),
  Type.Literal("closed"),
  Type.Literal("left"),
  Type.Literal("busy"),
  Type.Literal("no-answer"),
  Type.Literal("low"),
  Type.Literal("failed"),
]);
const Count = Type.Integer({ minimum: 0, maximum: 10_000 });
const RehearsedQueue = Type.Object(
  {
    outcome: Type.Optional(Outcome),
    afterMs: Type.Optional(ForMs),
    waiting: Type.Optional(Count),
    agentsReady: Type.Optional(Count),
    agentsLoggedIn: Type.Optional(Count),
    expectedWaitSec: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
  },
  closed,
);

/** The made-up world of a rehearsal. What isn't named is as the settings say; queues keep the caller, calendars go by the clock. */
const RehearsedWorld = Type.Object(
  {
    calendars: Type.Optional(
      Type.Record(Slug, Type.Union([Type.Literal("open"), Type.Literal("closed"), Type.Literal("holiday")]), {
        maxProperties: 50,
        additionalProperties: false,
      }),
    ),
    queues: Type.Optional(Type.Record(Slug, RehearsedQueue, { maxProperties: 100, additionalProperties: false })),
    connectors: Type.Optional(
      Type.Record(Slug, Type.Array(RehearsedAnswer, { maxItems: 20 }), { maxProperties: 50, additionalProperties: false }),
    ),
    transfers: Type.Optional(Type.Object({ outcome: Outcome, afterMs: Type.Optional(ForMs) }, closed)),
    voicemail: Type.Optional(Type.Object({ outcome: Outcome, afterMs: Type.Optional(ForMs) }, closed)),
    /** "served": answered, "low": answered badly, "no-answer": not at all. */
    surveys: Type.Optional(Type.Object({ outcome: Outcome, afterMs: Type.Optional(ForMs) }, closed)),
    /** How long the caller speaks into a recording; 0 says nothing. Default 5 s. */
    speaksMs: Type.Optional(ForMs),
  },
  closed,
);

/** What a rehearsal is made of: who calls, in which world, and what he does. */
export const FlowPlay = Type.Object(
  {
    call: RehearsedCall,
    world: Type.Optional(RehearsedWorld),
    acts: Type.Array(RehearsedAct, { maxItems: 200 }),
  },
  closed,
);
export type FlowPlay = Static<typeof FlowPlay>;

/** Where a call stood: a node of a flow. */
export const Place = Type.Object({ flow: Slug, node: Slug }, closed);
export type Place = Static<typeof Place>;

/** How a rehearsal ended: as flows end, in somebody else's hands, hung up, still waiting for the caller, or cut short by a limit. */
export const PlayEnd = Type.Union([
  Type.Literal("finished"),
  Type.Literal("served"),
  Type.Literal("fault"),
  Type.Literal("hangup"),
  Type.Literal("queue"),
  Type.Literal("transfer"),
  Type.Literal("voicemail"),
  Type.Literal("survey"),
  Type.Literal("waiting"),
  Type.Literal("limit"),
]);
export type PlayEnd = Static<typeof PlayEnd>;

/** What must come of it. Only what is named is looked at. */
export const FlowExpectation = Type.Object(
  {
    /** The nodes, in order. */
    path: Type.Optional(Type.Array(Place, { maxItems: 2000 })),
    /** Texts that must be heard, in this order; others may come between. */
    said: Type.Optional(Type.Array(Words, { maxItems: 500 })),
    end: Type.Optional(PlayEnd),
    /** Values that variables must have at the end. */
    variables: Type.Optional(Type.Record(Name, Words, { maxProperties: 200, additionalProperties: false })),
  },
  closed,
);
export type FlowExpectation = Static<typeof FlowExpectation>;
export const expectationParts = ["path", "said", "end", "variables"] as const;
export type ExpectationPart = (typeof expectationParts)[number];

/** A saved rehearsal of one flow. */
export const FlowScript = Type.Object({ id: Slug, name: Title, play: FlowPlay, expect: FlowExpectation }, closed);
export type FlowScript = Static<typeof FlowScript>;

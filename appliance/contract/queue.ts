import Type, { type Static } from "typebox";
import type { QueueId } from "../kit/ids.ts";
import { CallbackSettings } from "./callback.ts";
import { QueueStrategy, queueChoice } from "./queue-choice.ts";
import { Bilingual, DialString, Slug } from "./words.ts";

/** Something to be heard: a recorded prompt when there is one, else the text spoken. */
export const SpokenText = Type.Object({ text: Bilingual, prompt: Type.Optional(Slug) }, { additionalProperties: false });
export type SpokenText = Static<typeof SpokenText>;

/** Where a caller goes who can't be kept waiting. */
export const OverflowTo = Type.Union([
  /** Back to the flow that queued him, which goes on after its queue step. */
  Type.Object({ kind: Type.Literal("flow-return") }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal("queue"), queue: Type.Unsafe<QueueId>(Slug) }, { additionalProperties: false }),
  /** To leave a message in this box. */
  Type.Object({ kind: Type.Literal("voicemail"), box: Slug }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal("hangup") }, { additionalProperties: false }),
  /** A number outside; when it does not answer the flow goes on. */
  Type.Object(
    {
      kind: Type.Literal("number"),
      number: DialString,
      ringMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 120_000 })),
    },
    { additionalProperties: false },
  ),
  /** Called back by the queue's `callback`; whose number is unknown returns to the flow. */
  Type.Object({ kind: Type.Literal("callback") }, { additionalProperties: false }),
  /** Something is said to him, then the call ends. */
  Type.Object({ kind: Type.Literal("message"), say: SpokenText }, { additionalProperties: false }),
]);
export type OverflowTo = Static<typeof OverflowTo>;

const Ms = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

export const QueueSettings = Type.Object(
  {
    id: Type.Unsafe<QueueId>(Slug),
    name: Bilingual,
    strategy: QueueStrategy,
    ...queueChoice,
    /** How long a phone rings before the call is offered to somebody else. */
    ringMs: Ms(5_000, 120_000),
    /** After so many misses in a row the agent is set not ready, with this reason; 0 leaves him ready. */
    missedPolicy: Type.Object(
      { afterMissed: Type.Integer({ minimum: 0, maximum: 20 }), reason: Slug },
      { additionalProperties: false },
    ),
    /** Who missed or refused a call is not rung again for the same call before this has passed. */
    retryMs: Type.Optional(Ms(5_000, 600_000)),
    wrapUpMs: Ms(0, 3_600_000),
    /** A higher number is served first; a flow may give another one. */
    priority: Type.Integer({ minimum: -100, maximum: 100 }),
    greeting: Type.Optional(SpokenText),
    announce: Type.Object(
      {
        position: Type.Boolean(),
        expectedWait: Type.Boolean(),
        /** 0: only once. */
        everyMs: Type.Union([Type.Literal(0), Ms(10_000, 600_000)]),
        firstAfterMs: Ms(0, 600_000),
        /** After the first one only what is better than what was said before; no without it. */
        onlyImproved: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    /** Id of the prompt played while waiting; without it, the site's music. */
    music: Type.Optional(Slug),
    overflow: Type.Object(
      {
        /** Waited so long in this queue. */
        afterMs: Type.Optional(Ms(1_000, 7_200_000)),
        /** So many are waiting already. */
        length: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        /** No agent of this queue is logged in. */
        noAgents: Type.Optional(Type.Boolean()),
        /** Who comes in would wait so long, as far as can be foreseen. */
        expectedWaitMs: Type.Optional(Ms(10_000, 7_200_000)),
        to: OverflowTo,
      },
      { additionalProperties: false },
    ),
    callback: Type.Optional(CallbackSettings),
    /** Who rang off and calls again within so many seconds takes his old place; 0 or absent: nobody does. */
    keepPlaceSec: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600 })),
    /** Answered within so many seconds counts as in time. */
    serviceLevelSec: Type.Integer({ minimum: 1, maximum: 600 }),
    /** Who gives up sooner than this is not counted as abandoned. */
    shortAbandonSec: Type.Integer({ minimum: 0, maximum: 60 }),
    /** No caller is let in beyond this, whatever the overflow says. */
    maxWaiting: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Callers are asked when the agent has hung up (R7). */
    survey: Type.Optional(Slug),
  },
  { additionalProperties: false },
);
export type QueueSettings = Static<typeof QueueSettings>;

/** What a new queue begins with; id and name are the site's. */
export const defaultQueueSettings: Omit<QueueSettings, "id" | "name"> = {
  strategy: "longest-idle",
  ringMs: 20_000,
  missedPolicy: { afterMissed: 1, reason: "missed-call" },
  retryMs: 30_000,
  wrapUpMs: 15_000,
  priority: 0,
  announce: { position: true, expectedWait: true, everyMs: 45_000, firstAfterMs: 10_000 },
  overflow: { afterMs: 600_000, noAgents: true, to: { kind: "flow-return" } },
  serviceLevelSec: 20,
  shortAbandonSec: 5,
  maxWaiting: 200,
};

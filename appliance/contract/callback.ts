import Type, { type Static } from "typebox";
import { IdOf } from "./id-of.ts";
import { Language, Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Ms = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum });

/** Whoever waits may hang up and be called back when his turn comes (O7). */
export const CallbackSettings = Type.Object(
  {
    /** Key by which a waiting caller asks for it; without one only overflow, a failure or a supervisor makes callbacks. */
    key: Type.Optional(Type.String({ pattern: "^[0-9*#]$" })),
    /** Offered by voice after waiting so long; without it and `whenExpectedWaitMs` the key works but nobody is told. */
    offerAfterMs: Type.Optional(Ms(0, 3_600_000)),
    /** Offered by voice once the expected wait is at least this. */
    whenExpectedWaitMs: Type.Optional(Ms(10_000, 7_200_000)),
    /** How often his phone is rung before we give up. */
    maxAttempts: Type.Integer({ minimum: 1, maximum: 10 }),
    /** From the end of one attempt to the next. */
    retryMs: Ms(10_000, 86_400_000),
    /** How long his phone rings in one attempt; 40 s without it. */
    ringMs: Type.Optional(Ms(10_000, 120_000)),
    /** Id of the calendar within whose hours he may be called; without it, at any time. */
    hours: Type.Optional(Slug),
    /** Not called back any more when it was asked for so long ago. */
    giveUpMs: Ms(60_000, 14 * 86_400_000),
    /** At most so many callbacks in a row while callers wait on the line; 0: only when nobody does. */
    liveFirst: Type.Integer({ minimum: 0, maximum: 50 }),
    /** The caller may key in another number than the one he calls from. */
    askNumber: Type.Boolean(),
    /** Waiting callers whom a failure of the box cut off are called back, if their number is known; no without it. */
    afterFailure: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type CallbackSettings = Static<typeof CallbackSettings>;

/** "waiting": for his turn, for the hours or for the next attempt. "ringing": at an agent. "dialling": the agent has answered, the customer is called. */
export const CallbackState = Type.Enum(["waiting", "ringing", "dialling", "done", "failed", "withdrawn", "expired"]);
export type CallbackState = Static<typeof CallbackState>;
/** How an attempt ended. "cut-off": the box failed, which does not count. */
export const AttemptOutcome = Type.Enum(["answered", "busy", "no-answer", "failed", "agent-gone", "withdrawn", "cut-off"]);
export type AttemptOutcome = Static<typeof AttemptOutcome>;
const CallbackAttempt = Type.Object(
  {
    call: IdOf.call,
    agent: IdOf.agent,
    atMs: Type.Number(),
    endedAtMs: Type.Optional(Type.Number()),
    outcome: Type.Optional(AttemptOutcome),
  },
  closed,
);
export type CallbackAttempt = Static<typeof CallbackAttempt>;

/** One row for each callback; written whenever it changes. */
export const CallbackRow = Type.Object(
  {
    id: Type.String(),
    number: Type.String(),
    name: Type.Optional(Type.String()),
    language: Language,
    queue: IdOf.queue,
    /** The call in which it was asked for. */
    call: IdOf.call,
    requestedAtMs: Type.Number(),
    /** His place in the line counts from here. */
    placedAtMs: Type.Number(),
    state: CallbackState,
    attempts: Type.Array(CallbackAttempt),
    /** Not called before; absent when it is his turn that he waits for. */
    nextAtMs: Type.Optional(Type.Number()),
    /** Last agent who tried or talked. */
    agent: Type.Optional(IdOf.agent),
    endedAtMs: Type.Optional(Type.Number()),
    /** What made it end, or changed it last: the caller, a supervisor's name, "box". */
    by: Type.Optional(Type.String()),
    /** When number, name and notes were deleted by the rule of how long calls are kept. */
    emptiedAtMs: Type.Optional(Type.Number()),
  },
  closed,
);
export type CallbackRow = Static<typeof CallbackRow>;

import Type, { type Static } from "typebox";
import { textStates } from "./text-states.ts";
import { Sentence, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** What other programs may hear of. The names and shapes are a promise: new ones may come, those here stay. */
export const publicEventTypes = [
  "call.started",
  "call.queued",
  "call.connected",
  "call.left-queue",
  "call.ended",
  "agent.state",
  "recording.completed",
  "text.received",
  "text.sent",
  "text.delivered",
  "text.failed",
  "alarm.raised",
  "alarm.cleared",
] as const;
export type PublicEventType = (typeof publicEventTypes)[number];

const CallFacts = Type.Object(
  {
    call: Type.String(),
    direction: Type.Enum(["in", "out", "internal"]),
    line: Type.String(),
    caller: Type.String(),
    called: Type.String(),
    queue: Type.Optional(Type.String()),
    agent: Type.Optional(Type.String()),
  },
  closed,
);
const Body = Type.Union([
  Type.Object({ type: Type.Literal("call.started"), ...CallFacts.properties }, closed),
  Type.Object(
    {
      type: Type.Literal("call.queued"),
      call: Type.String(),
      queue: Type.String(),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal("call.connected"), waitMs: Type.Optional(Type.Number()), ...CallFacts.properties }, closed),
  Type.Object(
    {
      type: Type.Literal("call.left-queue"),
      call: Type.String(),
      queue: Type.String(),
      outcome: Type.String(),
      waitMs: Type.Number(),
      agent: Type.Optional(Type.String()),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal("call.ended"),
      startedAtMs: Type.Number(),
      reason: Type.String(),
      endedBy: Type.String(),
      waitMs: Type.Optional(Type.Number()),
      talkMs: Type.Optional(Type.Number()),
      holdMs: Type.Optional(Type.Number()),
      /** What the caller typed or the flow found, but for what is marked sensitive. */
      fields: Type.Record(Type.String(), Type.String()),
      ...CallFacts.properties,
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal("agent.state"),
      agent: Type.String(),
      state: Type.String(),
      reason: Type.Optional(Type.String()),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal("recording.completed"),
      recording: Type.String(),
      call: Type.String(),
      kind: Type.String(),
      durationMs: Type.Number(),
      sha256: Type.String(),
    },
    closed,
  ),
  /** "failed" has `state`: failed, undelivered, unsure or cancelled. Received: whole, incomplete or unreadable. */
  Type.Object(
    {
      type: Type.Enum(["text.received", "text.sent", "text.delivered", "text.failed"]),
      text: Type.String(),
      state: Type.Enum(textStates),
      number: Type.String(),
      line: Type.Optional(Type.String()),
      content: Type.String(),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Enum(["alarm.raised", "alarm.cleared"]),
      alarm: Type.String(),
      code: Type.String(),
      subject: Type.String(),
      severity: Type.String(),
      words: Sentence,
    },
    closed,
  ),
]);
type Body = Static<typeof Body>;
/** `seq` rises, with gaps; `id` is the same whenever the event is told again. */
const mark = { id: Type.String(), seq: Type.Integer(), atMs: Type.Number() };
export const PublicEvent = Type.Unsafe<Static<Type.TObject<typeof mark>> & Body>(
  Type.Union(Body.anyOf.map(({ properties }) => Type.Object({ ...mark, ...properties }, closed))),
);
export type PublicEvent = Static<typeof PublicEvent>;
export type PublicEventBody = Body;

/** A program that is told by HTTP POST. Its signing secret is kept apart. */
export const WebhookSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    enabled: Type.Boolean(),
    url: Type.String({ pattern: "^https?://", maxLength: 500 }),
    events: Type.Array(Type.Unsafe<PublicEventType>(Type.Union(publicEventTypes.map((type) => Type.Literal(type)))), {
      minItems: 1,
      maxItems: 50,
    }),
    /** May point to this box itself or a link-local address; refused otherwise, so that nobody reaches inner services by it. Default false. */
    allowLocal: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type WebhookSettings = Static<typeof WebhookSettings>;

/** What became of one POST. */
export const WebhookDelivery = Type.Object(
  {
    hook: Type.String(),
    event: Type.String(),
    type: Type.String(),
    atMs: Type.Number(),
    attempt: Type.Number(),
    outcome: Type.Enum(["delivered", "failed", "given-up"]),
    status: Type.Optional(Type.Number()),
    /** Beginning of the answer, or what went wrong. */
    text: Type.String(),
  },
  closed,
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;
/** How a hook stands: `behind` events wait for it. */
export const WebhookState = Type.Object(
  {
    id: Type.String(),
    behind: Type.Number(),
    lastDeliveredAtMs: Type.Optional(Type.Number()),
    failing: Type.Optional(
      Type.Object(
        {
          sinceMs: Type.Number(),
          attempts: Type.Number(),
          nextTryAtMs: Type.Number(),
          text: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type WebhookState = Static<typeof WebhookState>;

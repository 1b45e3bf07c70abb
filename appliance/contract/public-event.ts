import Type, { type Static } from "typebox";
import { type Sentence, Slug, Title } from "./words.ts";

/** What other programs may hear of. The names and shapes are a promise: new ones may come, those here stay. */
export const publicEventTypes = [
  "call.started",
  "call.queued",
  "call.connected",
  "call.left-queue",
  "call.ended",
  "agent.state",
  "recording.completed",
  "alarm.raised",
  "alarm.cleared",
] as const;
export type PublicEventType = (typeof publicEventTypes)[number];

type CallFacts = {
  call: string;
  direction: "in" | "out" | "internal";
  line: string;
  caller: string;
  called: string;
  queue?: string;
  agent?: string;
};
type Body =
  | ({ type: "call.started" } & CallFacts)
  | { type: "call.queued"; call: string; queue: string }
  | ({ type: "call.connected"; waitMs?: number } & CallFacts)
  | { type: "call.left-queue"; call: string; queue: string; outcome: string; waitMs: number; agent?: string }
  | ({
      type: "call.ended";
      startedAtMs: number;
      reason: string;
      endedBy: string;
      waitMs?: number;
      talkMs?: number;
      holdMs?: number;
      /** What the caller typed or the flow found, but for what is marked sensitive. */
      fields: Record<string, string>;
    } & CallFacts)
  | { type: "agent.state"; agent: string; state: string; reason?: string }
  | { type: "recording.completed"; recording: string; call: string; kind: string; durationMs: number; sha256: string }
  | { type: "alarm.raised" | "alarm.cleared"; alarm: string; code: string; subject: string; severity: string; words: Sentence };
/** `seq` rises, with gaps; `id` is the same whenever the event is told again. */
export type PublicEvent = { id: string; seq: number; atMs: number } & Body;
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
export type WebhookDelivery = {
  hook: string;
  event: string;
  type: string;
  atMs: number;
  attempt: number;
  outcome: "delivered" | "failed" | "given-up";
  status?: number;
  /** Beginning of the answer, or what went wrong. */
  text: string;
};
/** How a hook stands: `behind` events wait for it. */
export type WebhookState = {
  id: string;
  behind: number;
  lastDeliveredAtMs?: number;
  failing?: { sinceMs: number; attempts: number; nextTryAtMs: number; text: string };
};

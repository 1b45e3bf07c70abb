import Type, { type Static } from "typebox";
import { CivilDate } from "./calendar.ts";
import { SpokenText } from "./queue.ts";
import { NumberPattern, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Patterns = Type.Array(NumberPattern, { minItems: 1, maxItems: 500 });

/** What becomes of a caller whom a rule strikes. `allow` lets him in past all later rules. */
export const FirewallAct = Type.Union([
  Type.Object({ kind: Type.Literal("allow") }, closed),
  Type.Object({ kind: Type.Literal("busy") }, closed),
  Type.Object(
    {
      kind: Type.Literal("reject"),
      /** End reason, which names the SIP status. */
      why: Type.Union([
        Type.Literal("blocked"),
        Type.Literal("rejected"),
        Type.Literal("not-found"),
        Type.Literal("unreachable"),
        Type.Literal("no-answer"),
        Type.Literal("overload"),
      ]),
    },
    closed,
  ),
  /** Answered, told, ended. */
  Type.Object({ kind: Type.Literal("message"), say: SpokenText }, closed),
  Type.Object({ kind: Type.Literal("flow"), flow: Slug }, closed),
  Type.Object({ kind: Type.Literal("queue"), queue: Slug }, closed),
  /** Answered, and asked for a message. */
  Type.Object({ kind: Type.Literal("voicemail"), box: Slug }, closed),
]);
export type FirewallAct = Static<typeof FirewallAct>;

/** Strikes when everything holds that it names; the first rule that strikes decides. */
const FirewallRule = Type.Object(
  {
    id: Slug,
    name: Title,
    enabled: Type.Boolean(),
    /** The caller's number is one of these. Fits no caller who withholds his. */
    callers: Type.Optional(Patterns),
    called: Type.Optional(Patterns),
    /** Class of the caller's number among the special numbers. */
    class: Type.Optional(Slug),
    /** true: only who withholds his number; false: only who shows it. */
    anonymous: Type.Optional(Type.Boolean()),
    /** More calls than this from the number within the last hour, this one counted. All who withhold theirs count as one, and only where `anonymous` is true. */
    perHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    lines: Type.Optional(Type.Array(Slug, { minItems: 1, maxItems: 50 })),
    calendar: Type.Optional(
      Type.Object({ calendar: Slug, when: Type.Union([Type.Literal("open"), Type.Literal("closed")]) }, closed),
    ),
    /** Last day it holds, by the site's clock. */
    until: Type.Optional(CivilDate),
    act: FirewallAct,
  },
  closed,
);
export type FirewallRule = Static<typeof FirewallRule>;

export const FirewallSettings = Type.Object(
  {
    /** First match wins; who is struck by none is let in. */
    rules: Type.Array(FirewallRule, { maxItems: 300 }),
    /** What becomes of special numbers of class `blocked`, before any rule; without it: rejected as blocked. */
    blockedNumbers: Type.Optional(FirewallAct),
  },
  closed,
);
export type FirewallSettings = Static<typeof FirewallSettings>;

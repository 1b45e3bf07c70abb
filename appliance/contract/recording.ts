import Type, { type Static } from "typebox";
import { SpokenText } from "./queue.ts";
import { Slug } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Some = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { minItems: 1, maxItems: 200 });
const Days = Type.Integer({ minimum: 1, maximum: 36_500 });

/** For so many days a call keeps its journey, its customer's number and what was typed. */
export const KeepCallsDays = Type.Integer({ minimum: 30, maximum: 36_500 });

const Direction = Type.Union([Type.Literal("in"), Type.Literal("out"), Type.Literal("internal")]);
const Kind = Type.Union([Type.Literal("call"), Type.Literal("voicemail")]);
export const Hearer = Type.Union([Type.Literal("administrator"), Type.Literal("supervisor"), Type.Literal("agent")]);
/** Who may hear a recording; "agent" is the agent of the call himself. */
export type Hearer = Static<typeof Hearer>;

/** What a rule is about: everything named must fit, what is not named does not matter. */
const about = {
  lines: Type.Optional(Some(Slug)),
  queues: Type.Optional(Some(Slug)),
  agents: Type.Optional(Some(Slug)),
  directions: Type.Optional(Some(Direction)),
};

/** Which calls are recorded. Rules are asked in order, the first that fits decides; where none fits the call is recorded. */
export const RecordingRule = Type.Object(
  {
    id: Slug,
    ...about,
    /** Only while this calendar is open (or closed). */
    hours: Type.Optional(
      Type.Object({ calendar: Slug, when: Type.Union([Type.Literal("open"), Type.Literal("closed")]) }, closed),
    ),
    record: Type.Boolean(),
    /** Of the calls that fit so many percent are treated so and the rest the other way round, decided from the call's id. Without it all. */
    sharePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    /** Without it administrators and supervisors, and the agent himself unless `agentsHearOwn` forbids it. */
    hear: Type.Optional(Type.Array(Hearer, { maxItems: 3 })),
    /** Spoken to the caller before the recording begins (A27). */
    notice: Type.Optional(SpokenText),
  },
  closed,
);
export type RecordingRule = Static<typeof RecordingRule>;

/** How long recordings are kept. The first rule that fits decides; where none fits a recording stays for ever. */
const RetentionRule = Type.Object(
  {
    id: Slug,
    ...about,
    kinds: Type.Optional(Some(Kind)),
    /** Recordings that carry one of these tags. */
    tags: Type.Optional(Some(Type.String({ minLength: 1, maxLength: 40 }))),
    keepDays: Days,
    /** Kept so long when somebody wrote a note to it, audited it or exported it as evidence. */
    keepLinkedDays: Type.Optional(Days),
  },
  closed,
);
export type RetentionRule = Static<typeof RetentionRule>;

const Retention = Type.Object(
  {
    rules: Type.Array(RetentionRule, { maxItems: 100 }),
    /** When all recordings together take more, the oldest go first, whatever their rule; held ones stay. */
    maxGb: Type.Optional(Type.Number({ minimum: 0.00001, maximum: 100_000 })),
    /** Local time of the nightly run; without it 03:30. */
    at: Type.Optional(Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" })),
  },
  closed,
);

const CompressionRule = Type.Object(
  {
    afterDays: Type.Integer({ minimum: 0, maximum: 36_500 }),
    to: Type.Union([Type.Literal("opus"), Type.Literal("mp3")]),
    kinds: Type.Optional(Some(Kind)),
    queues: Type.Optional(Some(Slug)),
  },
  closed,
);

const QualityRules = Type.Object(
  {
    /** Neither side says anything for so long. */
    silenceSec: Type.Optional(Type.Integer({ minimum: 3, maximum: 3600 })),
    /** Both speak at once for more than so much of the talk. */
    overlapPercent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** On hold for more than so much of the talk. */
    holdPercent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
);

export const RecordingSettings = Type.Object(
  {
    calls: Type.Boolean(),
    /** Stop recording, with an alarm, when less is free. */
    keepFreeMb: Type.Integer({ minimum: 10, maximum: 1_000_000 }),
    policy: Type.Optional(Type.Array(RecordingRule, { maxItems: 100 })),
    /** Keys an agent presses while he talks: the recording pauses, and goes on at the next time. Without it `*1`. */
    pauseKeys: Type.Optional(Type.String({ pattern: "^[*#][0-9]{1,3}$" })),
    /** Agents may hear the recordings of their own calls, with a reason that is written down. Without it they may; notes are theirs in any case. */
    agentsHearOwn: Type.Optional(Type.Boolean()),
    /** Nobody hears a recording without saying why. Without it nobody is asked. */
    askReason: Type.Optional(Type.Boolean()),
    /** Files are sealed (AES-256-GCM) when the call is over. Without it they lie open. */
    sealed: Type.Optional(Type.Boolean()),
    retention: Type.Optional(Retention),
    /** After so many days a call loses its journey, its customer's number and what was typed, unless it is held or has a recording still; figures stay. Without it nothing goes. */
    keepCallsDays: Type.Optional(KeepCallsDays),
    compress: Type.Optional(Type.Array(CompressionRule, { maxItems: 20 })),
    /** What is noticed by itself when the call is over, as tags. Without it nothing. */
    quality: Type.Optional(QualityRules),
  },
  closed,
);
export type RecordingSettings = Static<typeof RecordingSettings>;

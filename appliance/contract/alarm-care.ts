import Type, { type Static } from "typebox";
import { DialString, Language, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;
const Severity = Type.Union([Type.Literal("critical"), Type.Literal("error"), Type.Literal("warning"), Type.Literal("info")]);
const Key = Type.Union(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].map((key) => Type.Literal(key)));
const Recipient = Type.String({ pattern: "^\\+?[0-9]{3,20}$" });
const MailAddress = Type.String({ pattern: '^[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,190}$', maxLength: 255 });

/** Somebody alarms are told to. */
const CarePerson = Type.Object(
  {
    id: Slug,
    name: Title,
    language: Language,
    /** Called in this order, each before the next person is. */
    numbers: Type.Optional(Type.Array(DialString, { maxItems: 5 })),
    /** Texts go here. */
    text: Type.Optional(Recipient),
    mail: Type.Optional(MailAddress),
    /** On call while this calendar is open; without it, always. */
    calendar: Type.Optional(Slug),
  },
  closed,
);
export type CarePerson = Static<typeof CarePerson>;

const CareRoster = Type.Object({ id: Slug, name: Title, people: Type.Array(Slug, { maxItems: 100 }) }, closed);
export type CareRoster = Static<typeof CareRoster>;

/** How people are called. */
const CareCalls = Type.Object(
  {
    /** The whole roster so many times; default 3. */
    rounds: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    /** Default 30. */
    ringSec: Type.Optional(Type.Integer({ minimum: 10, maximum: 120 })),
    /** Between two calls; default 5. */
    pauseSec: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    /** Between two rounds; default 60. */
    roundPauseSec: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600 })),
    /** People called at the same time; default 1. */
    atOnce: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  },
  closed,
);

/** Which alarms are told to whom, and how. The first rule that fits an alarm counts. */
const CareRule = Type.Object(
  {
    id: Slug,
    name: Title,
    enabled: Type.Boolean(),
    /** Codes it is for; all without it. */
    codes: Type.Optional(Type.Array(Type.String({ pattern: "^[a-z0-9-]{1,60}$" }), { minItems: 1, maxItems: 50 })),
    severities: Type.Optional(Type.Array(Severity, { minItems: 1, maxItems: 4 })),
    /** Subjects it is for, with `*` for any rest; all without it. */
    subjects: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1, maxItems: 50 })),
    roster: Slug,
    /** Must have stood for so long; default 0. */
    afterSec: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    call: Type.Optional(CareCalls),
    /** A text to everybody on call at once. */
    text: Type.Optional(Type.Boolean()),
    mail: Type.Optional(Type.Boolean()),
    /** Opens an item of work, once: for an agent, a queue, or whoever takes it. */
    work: Type.Optional(Type.Object({ agent: Type.Optional(Slug), queue: Type.Optional(Slug) }, closed)),
    /** Who was told is told, too, who acknowledged it; default false. */
    tellAcknowledged: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type CareRule = Static<typeof CareRule>;

/** Who is told of alarms, and how: by phone down a roster, by text, by mail (O5, O19). */
export const AlarmCare = Type.Object(
  {
    people: Type.Array(CarePerson, { maxItems: 100 }),
    rosters: Type.Array(CareRoster, { maxItems: 20 }),
    rules: Type.Array(CareRule, { maxItems: 50 }),
    /** Default 1. */
    acknowledgeKey: Type.Optional(Key),
    /** Hear it again; default 2. */
    repeatKey: Type.Optional(Key),
    /** Leave it to the next; default 9. */
    passKey: Type.Optional(Key),
    /** Alarms of these severities call nobody while this calendar is open: they wait. */
    quiet: Type.Optional(
      Type.Array(Type.Object({ severities: Type.Array(Severity, { minItems: 1, maxItems: 4 }), calendar: Slug }, closed), {
        maxItems: 10,
      }),
    ),
    /** Calls the dialer makes at a time; default 1. */
    lines: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    /** Room on every line that is left for callers; default 0. */
    keepFree: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    /** Shown to whoever is called, where the line has no number of its own. */
    callerId: Type.Optional(DialString),
    /** The same alarm tells people so often within an hour, however often it comes and goes; default 6. */
    mostPerHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  },
  closed,
);
export type AlarmCare = Static<typeof AlarmCare>;

export const careDefaults = {
  acknowledgeKey: "1",
  repeatKey: "2",
  passKey: "9",
  lines: 1,
  keepFree: 0,
  mostPerHour: 6,
  rounds: 3,
  ringSec: 30,
  pauseSec: 5,
  roundPauseSec: 60,
  atOnce: 1,
} as const;

import Type, { type Static } from "typebox";
import { GradedSkill } from "./queue-choice.ts";
import { Bilingual, Language, Slug, Title } from "./words.ts";

/** One key of the phone. */
const Key = Type.String({ pattern: "^[0-9*#A-D]$" });
/** Name of a variable: starts with a lower-case letter. */
const variablePattern = "^[a-z][A-Za-z0-9_]{0,31}$";
const VariableName = Type.String({ pattern: variablePattern });
/** Text with `{{expression}}` or `{{expression|format}}` in it, e.g. "{{meter}}", "{{balance|money}}". */
const Template = Type.String({ maxLength: 500 });
/** See core/flows/README.md, e.g. `caller startsWith "138" and hour >= 9 and open("hotline") and vars.meter != ""`. */
const Expression = Type.String({ minLength: 1, maxLength: 500 });

/** How a value is spoken. "digits" one by one; "phone" likewise with 幺 for one; "count" how many (两, not 二); "ordinal" third / 第三; "position" the place in a line, 1 is next; "moneyExact" whole amounts end in 整; "text" as it stands. */
export const sayFormats = [
  "digits",
  "phone",
  "number",
  "count",
  "ordinal",
  "position",
  "money",
  "moneyExact",
  "percent",
  "date",
  "time",
  "duration",
  "text",
] as const;
export type SayFormat = (typeof sayFormats)[number];
export const SayFormat = Type.Union([
  Type.Literal("digits"),
  Type.Literal("phone"),
  Type.Literal("number"),
  Type.Literal("count"),
  Type.Literal("ordinal"),
  Type.Literal("position"),
  Type.Literal("money"),
  Type.Literal("moneyExact"),
  Type.Literal("percent"),
  Type.Literal("date"),
  Type.Literal("time"),
  Type.Literal("duration"),
  Type.Literal("text"),
]);

const saying = {
  as: SayFormat,
  /** What to say. Money in yuan ("205.30"), duration in seconds, date "2026-02-17" or "20260217", time "08:30" or an ISO instant. */
  value: Template,
  /** A sentence around it, the value in place of `{{value}}`: "Your balance is {{value}}." */
  text: Type.Optional(Bilingual),
};

/** What a caller hears. `language` speaks this item in that language whatever the caller chose. */
export const PromptItem = Type.Union([
  Type.Object({ kind: Type.Literal("prompt"), prompt: Slug, language: Type.Optional(Language) }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal("text"), text: Bilingual, language: Type.Optional(Language) },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal("say"), ...saying, language: Type.Optional(Language) }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal("silence"), forMs: Type.Integer({ minimum: 20, maximum: 30_000 }) },
    { additionalProperties: false },
  ),
]);
export type PromptItem = Static<typeof PromptItem>;
const PromptItems = Type.Array(PromptItem, { maxItems: 30 });

const NodeId = Slug;
/** What every node may carry. `back` and `person` override what the flow allows; `place` is where the editor draws it. */
const common = {
  title: Type.Optional(Bilingual),
  back: Type.Optional(Type.Boolean()),
  person: Type.Optional(Type.Boolean()),
  place: Type.Optional(
    Type.Object(
      { x: Type.Number({ minimum: -1e6, maximum: 1e6 }), y: Type.Number({ minimum: -1e6, maximum: 1e6 }) },
      { additionalProperties: false },
    ),
  ),
};
const strict = { additionalProperties: false };

/** Said before the next try; where to go when no try is left (without it: the flow's person, or an apology and the end). */
const Failing = Type.Object({ items: Type.Optional(PromptItems), next: Type.Optional(NodeId) }, strict);
const asking = {
  items: PromptItems,
  /** Default true: the first key silences the prompt. */
  bargeIn: Type.Optional(Type.Boolean()),
  tries: Type.Integer({ minimum: 1, maximum: 10 }),
  onTimeout: Type.Optional(Failing),
  onInvalid: Type.Optional(Failing),
};
const PatienceMs = Type.Integer({ minimum: 500, maximum: 60_000 });

const PromptNode = Type.Object(
  {
    type: Type.Literal("prompt"),
    ...common,
    items: PromptItems,
    /** Default true. */
    bargeIn: Type.Optional(Type.Boolean()),
    /** The caller is told here that he is recorded (A27): heard to its end, it is on the call's record. A key that cuts it short leaves him untold. */
    privacyNotice: Type.Optional(Type.Boolean()),
    next: NodeId,
  },
  strict,
);

const SayNode = Type.Object(
  { type: Type.Literal("say"), ...common, ...saying, bargeIn: Type.Optional(Type.Boolean()), next: NodeId },
  strict,
);

const MenuNode = Type.Object(
  {
    type: Type.Literal("menu"),
    ...common,
    ...asking,
    /** Where each key leads; `title` is what the agent's page and the trace call it. */
    choices: Type.Record(Key, Type.Object({ next: NodeId, title: Type.Optional(Bilingual) }, strict), {
      minProperties: 1,
      maxProperties: 16,
      additionalProperties: false,
    }),
    timeoutMs: PatienceMs,
  },
  strict,
);

/** What a typed value must be. A pattern is made of digits, `d` (any digit), `[1-39]` (one of), each with `{2}` or `{1,3}`, and `|`. */
export const InputCheck = Type.Union([
  Type.Object({ kind: Type.Literal("digits") }, strict),
  Type.Object({ kind: Type.Literal("luhn") }, strict),
  Type.Object(
    {
      kind: Type.Literal("range"),
      min: Type.Number({ minimum: 0, maximum: 1e15 }),
      max: Type.Number({ minimum: 0, maximum: 1e15 }),
    },
    strict,
  ),
  /** A date that exists. */
  Type.Object(
    { kind: Type.Literal("date"), form: Type.Union([Type.Literal("yyyymmdd"), Type.Literal("yymmdd"), Type.Literal("mmdd")]) },
    strict,
  ),
  Type.Object({ kind: Type.Literal("pattern"), pattern: Type.String({ pattern: "^[0-9d\\[\\]{},|-]{1,120}$" }) }, strict),
]);
export type InputCheck = Static<typeof InputCheck>;

const CollectNode = Type.Object(
  {
    type: Type.Literal("collect"),
    ...common,
    ...asking,
    variable: VariableName,
    /** What the agent's page calls it. */
    label: Bilingual,
    /** Masked in records and traces. */
    sensitive: Type.Optional(Type.Boolean()),
    minLength: Type.Integer({ minimum: 1, maximum: 32 }),
    maxLength: Type.Integer({ minimum: 1, maximum: 32 }),
    terminator: Type.Union([Type.Literal("#"), Type.Literal("*"), Type.Literal("none")]),
    firstDigitMs: PatienceMs,
    interDigitMs: PatienceMs,
    check: Type.Optional(InputCheck),
    next: NodeId,
  },
  strict,
);

const RecordNode = Type.Object(
  {
    type: Type.Literal("record"),
    ...common,
    items: Type.Optional(PromptItems),
    /** Gets the recording's id. */
    variable: VariableName,
    label: Bilingual,
    maxMs: Type.Integer({ minimum: 1_000, maximum: 3_600_000 }),
    /** This much quiet ends it; 0 never. */
    silenceMs: Type.Integer({ minimum: 0, maximum: 60_000 }),
    terminator: Type.Union([Type.Literal("#"), Type.Literal("*"), Type.Literal("any"), Type.Literal("none")]),
    /** Default true. */
    beep: Type.Optional(Type.Boolean()),
    next: NodeId,
    /** Nothing was said, or it could not be kept. Default `next`. */
    onEmpty: Type.Optional(NodeId),
  },
  strict,
);

const BranchNode = Type.Object(
  {
    type: Type.Literal("branch"),
    ...common,
    cases: Type.Array(Type.Object({ when: Expression, next: NodeId, title: Type.Optional(Bilingual) }, strict), {
      minItems: 1,
      maxItems: 50,
    }),
    else: NodeId,
  },
  strict,
);

const LookupNode = Type.Object(
  {
    type: Type.Literal("lookup"),
    ...common,
    connector: Slug,
    request: Type.Record(VariableName, Template, { maxProperties: 20, additionalProperties: false }),
    timeoutMs: Type.Integer({ minimum: 200, maximum: 30_000 }),
    /** Variables out of the answer; `from` is a path such as "account.bills.0.amount". */
    results: Type.Record(
      VariableName,
      Type.Object(
        {
          /** Without it, an answer that lacks this value counts as failed. */
          optional: Type.Optional(Type.Boolean()),
          from: Type.String({ pattern: "^[A-Za-z0-9_]{1,40}(\\.[A-Za-z0-9_]{1,40}){0,7}$" }),
          label: Type.Optional(Bilingual),
          sensitive: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
      { maxProperties: 30, additionalProperties: false },
    ),
    /** Said while the answer is on its way. */
    items: Type.Optional(PromptItems),
    ok: NodeId,
    /** Default: `failed`. */
    notFound: Type.Optional(NodeId),
    /** The business system is slow, dead or answers nonsense: the caller is still served. */
    failed: NodeId,
  },
  strict,
);

const SetNode = Type.Object(
  {
    type: Type.Literal("set"),
    ...common,
    set: Type.Array(
      Type.Object(
        {
          variable: VariableName,
          value: Expression,
          label: Type.Optional(Bilingual),
          sensitive: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    next: NodeId,
  },
  strict,
);

const QueueNode = Type.Object(
  {
    type: Type.Literal("queue"),
    ...common,
    queue: Slug,
    /** Higher is served first; default 0. */
    priority: Type.Optional(Type.Integer({ minimum: -100, maximum: 100 })),
    /** What the caller needs of who takes his call, beside what the queue asks for. */
    skills: Type.Optional(Type.Array(GradedSkill, { maxItems: 20 })),
    /** Queue full / waited too long / nobody logged in / closed or unknown / pressed the key to leave / agent is done (a survey, for instance). Missing: apology and end; served: end. */
    onOverflow: Type.Optional(NodeId),
    onTimeout: Type.Optional(NodeId),
    onNoAgent: Type.Optional(NodeId),
    onClosed: Type.Optional(NodeId),
    onLeft: Type.Optional(NodeId),
    onServed: Type.Optional(NodeId),
  },
  strict,
);

const TransferNode = Type.Object(
  {
    type: Type.Literal("transfer"),
    ...common,
    to: Type.Union([
      Type.Object({ kind: Type.Literal("phone"), phone: Slug }, strict),
      Type.Object({ kind: Type.Literal("number"), number: Type.String({ minLength: 1, maxLength: 200 }) }, strict),
    ]),
    ringMs: Type.Integer({ minimum: 3_000, maximum: 300_000 }),
    onBusy: Type.Optional(NodeId),
    onNoAnswer: Type.Optional(NodeId),
    onFailed: Type.Optional(NodeId),
    onServed: Type.Optional(NodeId),
  },
  strict,
);

const VoicemailNode = Type.Object({ type: Type.Literal("voicemail"), ...common, box: Slug, next: Type.Optional(NodeId) }, strict);

/**
 * The caller is asked a survey (R7), the matter settled or not among it (A28); answers are kept as those after a call. `onLow`: an answer that the
 * survey calls low, or a matter that is not settled. `onUnanswered`: no key at all, or not among those who are asked. Both else lead to `next`.
 */
const SurveyNode = Type.Object(
  {
    type: Type.Literal("survey"),
    ...common,
    survey: Slug,
    next: Type.Optional(NodeId),
    onLow: Type.Optional(NodeId),
    onUnanswered: Type.Optional(NodeId),
  },
  strict,
);

/** Runs another flow and goes on at `next` when that reaches a `return`. Variables are shared. */
const SubflowNode = Type.Object({ type: Type.Literal("subflow"), ...common, flow: Slug, next: NodeId }, strict);
const ReturnNode = Type.Object({ type: Type.Literal("return"), ...common }, strict);

const LanguageNode = Type.Object(
  {
    type: Type.Literal("language"),
    ...common,
    how: Type.Union([
      Type.Object({ kind: Type.Literal("set"), language: Language }, strict),
      Type.Object(
        {
          kind: Type.Literal("choose"),
          ...asking,
          keys: Type.Record(Key, Language, { minProperties: 1, maxProperties: 12, additionalProperties: false }),
          timeoutMs: PatienceMs,
        },
        strict,
      ),
    ]),
    /** Also without a choice: then the flow's default language stays. */
    next: NodeId,
  },
  strict,
);

const HangupNode = Type.Object({ type: Type.Literal("hangup"), ...common, items: Type.Optional(PromptItems) }, strict);

export const FlowNode = Type.Union([
  PromptNode,
  SayNode,
  MenuNode,
  CollectNode,
  RecordNode,
  BranchNode,
  LookupNode,
  SetNode,
  QueueNode,
  TransferNode,
  VoicemailNode,
  SurveyNode,
  SubflowNode,
  ReturnNode,
  LanguageNode,
  HangupNode,
]);
export type FlowNode = Static<typeof FlowNode>;
export type FlowNodeType = FlowNode["type"];
export type FlowNodeOf<T extends FlowNodeType> = Extract<FlowNode, { type: T }>;

/** What happens from ringing to the person or the end. Menus nest without limit; what is bounded are counts and lengths. */
export const FlowDocument = Type.Object(
  {
    id: Slug,
    name: Title,
    languageDefault: Language,
    start: NodeId,
    /** Key that returns to the menu before; works in every menu and prompt that doesn't forbid it. */
    back: Type.Optional(Type.Object({ key: Key }, strict)),
    /** Key that leads to a person at any moment, and where that is. A sub-flow without one uses its caller's. */
    person: Type.Optional(Type.Object({ key: Key, next: NodeId }, strict)),
    /** Said when the flow can't go on and there is nobody to hand over to. */
    apology: Type.Optional(PromptItems),
    nodes: Type.Record(NodeId, FlowNode, { minProperties: 1, maxProperties: 1000, additionalProperties: false }),
  },
  strict,
);
export type FlowDocument = Static<typeof FlowDocument>;

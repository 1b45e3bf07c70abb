import Type, { type Static } from "typebox";
import { expectationParts, Place, PlayEnd } from "./flow-script.ts";
import { Language, Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** A written way out of a node that was taken; `exit` is its path within the node (RFC 6901), e.g. "/choices/1/next". */
export const ExitOf = Type.Object({ ...Place.properties, exit: Type.String() }, closed);
export type ExitOf = Static<typeof ExitOf>;

/** One moment of a rehearsal. `atMs` counts from its beginning. */
const moment = { atMs: Type.Number() };
export const PlayStep = Type.Union([
  Type.Object(
    {
      ...moment,
      step: Type.Literal("node"),
      type: Type.String(),
      words: Sentence,
      from: Type.Optional(ExitOf),
      ...Place.properties,
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("note"),
      kind: Type.Enum(["flow", "decision", "fault"]),
      words: Sentence,
      ...Place.properties,
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("say"),
      bargeIn: Type.Boolean(),
      items: Type.Array(
        Type.Object(
          {
            text: Type.String(),
            language: Type.Optional(Language),
            prompt: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
      ...Place.properties,
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("silenced"),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("key"),
      key: Type.String(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("timer"),
      inMs: Type.Number(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("time-up"),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("variable"),
      name: Type.String(),
      label: Sentence,
      value: Type.String(),
      sensitive: Type.Boolean(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("language"),
      language: Language,
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("lookup"),
      connector: Type.String(),
      parameters: Type.Record(Type.String(), Type.String()),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("answer"),
      connector: Type.String(),
      outcome: Type.String(),
      values: Type.Record(Type.String(), Type.Unknown()),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("record"),
      variable: Type.String(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("recorded"),
      durationMs: Type.Number(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("away"),
      to: Type.Enum(["queue", "transfer", "voicemail", "survey"]),
      id: Type.String(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("back"),
      outcome: Type.String(),
    },
    closed,
  ),
  Type.Object(
    {
      ...moment,
      step: Type.Literal("end"),
      why: PlayEnd,
    },
    closed,
  ),
]);
export type PlayStep = Static<typeof PlayStep>;

export const FlowRun = Type.Object(
  {
    steps: Type.Array(PlayStep),
    /** Steps beyond the limit were left out. */
    shortened: Type.Boolean(),
    path: Type.Array(Type.Object({ ...Place.properties, from: Type.Optional(ExitOf) }, closed)),
    said: Type.Array(Type.String()),
    variables: Type.Record(Type.String(), Type.String()),
    end: PlayEnd,
    /** Where it stood at the end. */
    at: Type.Optional(Place),
    durationMs: Type.Number(),
  },
  closed,
);
export type FlowRun = Static<typeof FlowRun>;

/** Where a script and what happened part. `at` is the place in the expected list. */
export const Parting = Type.Object(
  {
    part: Type.Enum(expectationParts),
    at: Type.Optional(Type.Number()),
    expected: Type.String(),
    got: Type.String(),
    words: Sentence,
  },
  closed,
);
export type Parting = Static<typeof Parting>;
export const ScriptVerdict = Type.Object(
  {
    script: Type.String(),
    name: Type.String(),
    passed: Type.Boolean(),
    partings: Type.Array(Parting),
    end: PlayEnd,
  },
  closed,
);
export type ScriptVerdict = Static<typeof ScriptVerdict>;

/** How many of the written exits were taken, and in words which were not. */
export const FlowCoverage = Type.Object(
  {
    covered: Type.Number(),
    total: Type.Number(),
    uncovered: Type.Array(Type.Object({ ...ExitOf.properties, words: Sentence }, closed)),
  },
  closed,
);
export type FlowCoverage = Static<typeof FlowCoverage>;

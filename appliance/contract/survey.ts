import Type, { type Static } from "typebox";
import { IdOf } from "./id-of.ts";
import { SpokenText } from "./queue.ts";
import { Bilingual, Language, Slug, Title } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** "scale": one to five by key. "closed": whether the matter is settled (A28), 1 yes, 2 no. */
const SurveyQuestion = Type.Object(
  {
    id: Slug,
    kind: Type.Union([Type.Literal("scale"), Type.Literal("closed")]),
    ask: SpokenText,
  },
  closed,
);

/** What callers are asked when the agent is done with them (R7). */
export const SurveySettings = Type.Object(
  {
    id: Slug,
    name: Title,
    intro: Type.Optional(SpokenText),
    questions: Type.Array(SurveyQuestion, { minItems: 1, maxItems: 10 }),
    thanks: Type.Optional(SpokenText),
    /** Of a hundred callers so many are asked. Default 100. */
    askShare: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    /** A score up to this, or an unsettled matter, is an item for the supervisor; 0 none. Default 2. */
    lowUpTo: Type.Optional(Type.Integer({ minimum: 0, maximum: 5 })),
    /** Default 6 000. */
    patienceMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 30_000 })),
    /** Default 2. */
    tries: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  },
  closed,
);
export type SurveySettings = Static<typeof SurveySettings>;

/** One answer, kept beside the call. `value` is 1 … 5, of a "closed" question 1 (yes) or 2 (no). */
export const ScoreRow = Type.Object(
  {
    call: IdOf.call,
    question: Type.String(),
    survey: Type.String(),
    kind: Type.Enum(["scale", "closed"]),
    value: Type.Number(),
    agent: Type.Optional(IdOf.agent),
    queue: Type.Optional(IdOf.queue),
    language: Language,
    atMs: Type.Number(),
  },
  closed,
);
export type ScoreRow = Static<typeof ScoreRow>;

/** What callers answered, counted. `answers` has a row for each value that was given; `calls` counts callers who answered anything. */
export const ScoreSummary = Type.Object(
  {
    surveys: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          /** Scores up to this are low; 0: none is. */
          lowUpTo: Type.Number(),
          questions: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                kind: ScoreRow.properties.kind,
                ask: Bilingual,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    answers: Type.Array(
      Type.Object(
        {
          ...Type.Pick(ScoreRow, ["survey", "question", "kind", "value", "queue", "agent"], closed).properties,
          answers: Type.Number(),
        },
        closed,
      ),
    ),
    calls: Type.Array(
      Type.Object({ ...Type.Pick(ScoreRow, ["survey", "queue", "agent"], closed).properties, calls: Type.Number() }, closed),
    ),
  },
  closed,
);
export type ScoreSummary = Static<typeof ScoreSummary>;

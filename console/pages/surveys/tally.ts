import type { ScoreSummary } from "../../../appliance/contract/survey.ts";
import type { Bilingual } from "../../../appliance/contract/words.ts";

type Answers = ScoreSummary["answers"];
type Kind = Answers[number]["kind"];
/** Of a scale the mean; of a closed question the share of those whose matter is settled. Without answers there is none. */
export type Tally = { kind: Kind; answers: number; value?: number; counts: { value: number; answers: number }[] };
export type QuestionTally = Tally & { id: string; ask: Bilingual };
export type SurveyTally = {
  id: string;
  name: string;
  calls: number;
  low: number;
  lowUpTo: number;
  questions: QuestionTally[];
  /** The same apart, most answers first; without a key: nobody's. */
  queues: GroupTally[];
  agents: GroupTally[];
};
export type GroupTally = { key: string | undefined; calls: number; low: number; questions: Tally[] };

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export function tallyOf(kind: Kind, rows: Answers): Tally {
  const values = kind === "scale" ? [5, 4, 3, 2, 1] : [1, 2];
  const counts = values.map((value) => ({ value, answers: sum(rows.filter((r) => r.value === value).map((r) => r.answers)) }));
  const answers = sum(counts.map((c) => c.answers));
  if (answers === 0) return { kind, answers, counts };
  const points = kind === "scale" ? sum(counts.map((c) => c.value * c.answers)) : (counts[0]?.answers ?? 0);
  return { kind, answers, value: points / answers, counts };
}

/** A score up to the limit, or a matter not settled; a limit of 0 calls nothing low. */
const lowIn = (rows: Answers, lowUpTo: number): number =>
  lowUpTo === 0 ? 0 : sum(rows.filter((r) => (r.kind === "closed" ? r.value === 2 : r.value <= lowUpTo)).map((r) => r.answers));

/** Every survey that has answers, and those of the settings that have none; in the settings' order. */
export function talliesOf({ surveys, answers, calls }: ScoreSummary): SurveyTally[] {
  const gone = [...new Set(answers.map((a) => a.survey))].filter((id) => !surveys.some((s) => s.id === id));
  return [...surveys, ...gone.map((id) => ({ id, name: id, lowUpTo: 0, questions: [] }))].map((survey) => {
    const mine = answers.filter((a) => a.survey === survey.id);
    const mineCalls = calls.filter((c) => c.survey === survey.id);
    const asked = [...survey.questions];
    // Questions that were taken out or renamed keep their answers.
    for (const { question: id, kind } of mine) if (!asked.some((q) => q.id === id)) asked.push({ id, kind, ask: {} });
    const apart = (by: "queue" | "agent"): GroupTally[] =>
      [...new Set(mine.map((a) => a[by]))]
        .map((key) => {
          const rows = mine.filter((a) => a[by] === key);
          return {
            key,
            calls: sum(mineCalls.filter((c) => c[by] === key).map((c) => c.calls)),
            low: lowIn(rows, survey.lowUpTo),
            questions: asked.map((q) =>
              tallyOf(
                q.kind,
                rows.filter((r) => r.question === q.id),
              ),
            ),
          };
        })
        .sort((a, b) => b.calls - a.calls || String(a.key).localeCompare(String(b.key)));
    return {
      id: survey.id,
      name: survey.name,
      lowUpTo: survey.lowUpTo,
      calls: sum(mineCalls.map((c) => c.calls)),
      low: lowIn(mine, survey.lowUpTo),
      questions: asked.map(({ id, kind, ask }) => ({
        id,
        ask,
        ...tallyOf(
          kind,
          mine.filter((r) => r.question === id),
        ),
      })),
      queues: apart("queue"),
      agents: apart("agent"),
    };
  });
}

/** The most answers that one value has: what the bars are drawn against. */
export const topOf = ({ counts }: Tally): number => Math.max(1, ...counts.map((c) => c.answers));

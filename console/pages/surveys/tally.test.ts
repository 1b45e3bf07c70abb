import { describe, expect, it } from "vitest";
import type { ScoreSummary } from "../../../appliance/contract/survey.ts";
import { talliesOf, tallyOf, topOf } from "./tally.ts";

type Row = [survey: string, question: string, kind: "scale" | "closed", value: number, queue: string, agent: string, n: number];
const rows = (...list: Row[]): ScoreSummary["answers"] =>
  list.map(([survey, question, kind, value, queue, agent, answers]) => ({
    survey,
    question,
    kind,
    value,
    queue: queue as never,
    answers,
    ...(agent ? { agent: agent as never } : {}),
  }));

const summary: ScoreSummary = {
  surveys: [
    {
      id: "s",
      name: "After",
      lowUpTo: 2,
      questions: [
        { id: "kind", kind: "scale", ask: { en: "Friendly?" } },
        { id: "done", kind: "closed", ask: { en: "Settled?" } },
      ],
    },
    { id: "quiet", name: "Quiet", lowUpTo: 2, questions: [{ id: "q", kind: "scale", ask: {} }] },
  ],
  answers: rows(
    ["s", "kind", "scale", 5, "water", "anna", 3],
    ["s", "kind", "scale", 2, "water", "bo", 1],
    ["s", "done", "closed", 1, "water", "anna", 2],
    ["s", "done", "closed", 2, "bills", "bo", 2],
    ["old", "x", "scale", 1, "water", "", 4],
  ),
  calls: [
    { survey: "s", queue: "water" as never, agent: "anna" as never, calls: 3 },
    { survey: "s", queue: "bills" as never, agent: "bo" as never, calls: 2 },
    { survey: "old", queue: "water" as never, calls: 4 },
  ],
};

describe("answers counted", () => {
  it("a scale has its mean, best first in the distribution", () => {
    const t = tallyOf("scale", rows(["s", "k", "scale", 5, "w", "a", 3], ["s", "k", "scale", 2, "w", "a", 1]));
    expect(t).toMatchObject({ answers: 4, value: 4.25 });
    expect(t.counts.map((c) => c.answers)).toEqual([3, 0, 0, 1, 0]);
    expect(topOf(t)).toBe(3);
  });
  it("a closed question has the share that is settled", () => {
    expect(tallyOf("closed", rows(["s", "d", "closed", 1, "w", "a", 3], ["s", "d", "closed", 2, "w", "a", 1])).value).toBe(0.75);
  });
  it("without answers there is no mean, not a zero", () => {
    expect(tallyOf("scale", [])).not.toHaveProperty("value");
    expect(topOf(tallyOf("scale", []))).toBe(1);
  });
});

describe("surveys", () => {
  const [after, quiet, old] = talliesOf(summary);
  it("count callers once, low answers by the survey's own limit", () => {
    expect(after).toMatchObject({ calls: 5, low: 3 });
    expect(after?.questions.map((q) => [q.id, q.answers, q.value])).toEqual([
      ["kind", 4, 4.25],
      ["done", 4, 0.5],
    ]);
  });
  it("are apart by agent and by queue, those with most callers first", () => {
    expect(after?.agents.map((g) => [g.key, g.calls, g.low, g.questions.map((q) => q.answers)])).toEqual([
      ["anna", 3, 0, [3, 2]],
      ["bo", 2, 3, [1, 2]],
    ]);
    expect(after?.queues.map((g) => g.key)).toEqual(["water", "bills"]);
  });
  it("stay without answers, and keep answers when the survey is gone", () => {
    expect(quiet).toMatchObject({ calls: 0, agents: [], questions: [{ id: "q", answers: 0 }] });
    expect(old).toMatchObject({ id: "old", calls: 4, low: 0, questions: [{ id: "x", value: 1 }], agents: [{ key: undefined }] });
  });
});

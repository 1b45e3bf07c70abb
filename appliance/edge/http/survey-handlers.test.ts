import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import type { ScoreRow, ScoreSummary } from "../../contract/survey.ts";
import { defaultSettings } from "../../core/settings/default-settings.ts";
import type { AgentId, CallId, QueueId } from "../../kit/ids.ts";
import { openStore, type Store } from "../store/store.ts";
import type { HttpPorts } from "./http-ports.ts";
import { surveyHandlers } from "./survey-handlers.ts";

const question = (id: string, kind: "scale" | "closed") => ({ id, kind, ask: { text: { zh: "问", en: id } } });
const settings = {
  ...defaultSettings("Site", "en"),
  prompts: [{ id: "ask", name: "Ask", text: { en: "Recorded question" } }],
  agents: [{ id: "anna", name: "=Anna", queues: [], languages: ["en"] }],
  surveys: [
    { id: "one", name: "After the call", questions: [question("friendly", "scale"), question("done", "closed")] },
    { id: "two", name: "Other", lowUpTo: 0, questions: [{ ...question("ok", "scale"), ask: { prompt: "ask", text: {} } }] },
  ],
} as unknown as Settings;

const rows: ScoreRow[] = (
  [
    ["c1", "one", "friendly", "scale", 5, 10],
    ["c1", "one", "done", "closed", 1, 11],
    ["c2", "one", "friendly", "scale", 2, 20],
    ["c2", "one", "done", "closed", 2, 21],
    ["c3", "two", "ok", "scale", 1, 30],
    ["c4", "one", "friendly", "scale", 1, 99],
  ] as const
).map(([call, survey, asked, kind, value, atMs]) => ({
  call: call as CallId,
  survey,
  question: asked,
  kind,
  value,
  atMs,
  language: "en" as const,
  queue: "water" as QueueId,
  ...(call === "c3" ? {} : { agent: "anna" as AgentId }),
}));

let dir: string;
let store: Store;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "linebox-scores-"));
  store = await openStore({ dir, hear: () => undefined });
  store.put(rows.map((row) => ({ put: "score", row })));
  await store.flushed();
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const headers: Record<string, string> = {};
function ask<T>(name: "scores" | "scoreSummary" | "scoresCsv", query: object): T {
  const ports = { store, settings: { current: () => ({ revision: 1, settings }) } } as unknown as HttpPorts;
  const reply = {
    header: (name: string, value: string) => Object.assign(headers, { [name]: value }) && reply,
    type: () => reply,
  };
  const asked = { query: { from: 0, to: 50, ...query }, params: {}, reply };
  return (surveyHandlers(ports)[name] as (asked: object) => T)(asked);
}

test("answers are counted for each value, callers once, and only within the time asked for", () => {
  const { surveys, answers, calls } = ask<ScoreSummary>("scoreSummary", {});
  expect(answers).toHaveLength(5);
  expect(answers).toContainEqual({
    survey: "one",
    question: "friendly",
    kind: "scale",
    value: 5,
    queue: "water",
    agent: "anna",
    answers: 1,
  });
  expect(calls).toEqual([
    { survey: "one", queue: "water", agent: "anna", calls: 2 },
    { survey: "two", queue: "water", calls: 1 },
  ]);
  expect(surveys.map((s) => [s.id, s.lowUpTo])).toEqual([
    ["one", 2],
    ["two", 0],
  ]);
  expect(surveys[1]?.questions[0]?.ask).toEqual({ en: "Recorded question" });
  expect(ask<ScoreSummary>("scoreSummary", { agent: "anna", survey: "two" }).answers).toEqual([]);
});

test("low answers are those below their own survey's limit and matters not settled", () => {
  const low = ask<ScoreRow[]>("scores", { low: "1", to: 1_000 });
  expect(low.map((r) => [r.call, r.question])).toEqual([
    ["c4", "friendly"],
    ["c2", "done"],
    ["c2", "friendly"],
  ]);
  expect(ask<ScoreRow[]>("scores", { low: "1", to: 1_000, before: 21 }).map((r) => r.call)).toEqual(["c2"]);
  expect(ask<ScoreRow[]>("scores", { question: "friendly", value: 5 }).map((r) => r.call)).toEqual(["c1"]);
});

test("the table has a line for each answer, oldest first, and runs nothing", () => {
  const lines = ask<string>("scoresCsv", { language: "en", survey: "one" }).split("\r\n");
  expect(lines[0]).toBe("\uFEFFTime,Survey,Question,Answer,Queue,Agent,Call");
  expect(lines[1]).toMatch(/^1970-01-01 \d\d:\d\d,After the call,friendly,5,water,'=Anna,c1$/);
  expect(lines[4]).toContain(",not settled,");
  expect(lines).toHaveLength(6);
  expect(headers["content-disposition"]).toContain("survey-answers.csv");
});

import { beforeEach, describe, expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import type { SurveySettings } from "../../contract/survey.ts";
import type { LegId } from "../../kit/ids.ts";
import { isAsked } from "../surveys/survey-run.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const text = (en: string) => ({ text: { en, zh: en } });
const survey: SurveySettings = {
  id: "after",
  name: "After the call",
  intro: text("Two questions."),
  questions: [
    { id: "friendly", kind: "scale", ask: text("How friendly were we?") },
    { id: "solved", kind: "closed", ask: text("Is your matter settled?") },
  ],
  thanks: text("Thanks."),
};
const settingsWith = (changes: Partial<SurveySettings> = {}): Settings => {
  const settings = simSettings();
  settings.queues[0]!.survey = "after";
  return { ...settings, surveys: [{ ...survey, ...changes }] };
};

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld(settingsWith());
});

/** A caller whose agent has just hung up. */
function served(): LegId {
  w.login("a1");
  w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
  const caller = w.call("96100");
  w.press(caller, "0");
  w.wait(4_000);
  const agent = w.lines.to("8001");
  w.answer(agent);
  w.wait(20_000);
  w.hangUp(agent);
  return caller;
}
const expectNobodyLeft = (): void => {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(Object.keys(w.box.timers).filter((k) => k.startsWith("call:"))).toEqual([]);
};
const items = () => [...w.rows.items.values()];

describe("a caller is asked when the agent has hung up", () => {
  test("scores are kept beside the call, with agent and queue; the flow goes on afterwards", () => {
    const caller = served();
    expect(w.stateOf("a1")).toBe("wrap-up");
    w.press(caller, "5");
    w.press(caller, "1");
    expect(w.rows.scores).toMatchObject([
      { call: caller.split("/")[0], question: "friendly", kind: "scale", value: 5, agent: "a1", queue: "one", language: "en" },
      { question: "solved", kind: "closed", value: 1, agent: "a1" },
    ]);
    expect(items()).toEqual([]);
    // The flow's own node after the queue.
    expect(w.callOf(caller)).toMatchObject({ phase: "flow", at: { en: "survey" } });
    expectNobodyLeft();
  });

  test("who rings off in the middle keeps what he gave", () => {
    const caller = served();
    w.press(caller, "4");
    w.hangUp(caller);
    expect(w.rows.scores).toMatchObject([{ question: "friendly", value: 4 }]);
    expectNobodyLeft();
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "caller" });
  });

  test("a low score and a matter that is not settled are work for the supervisor, one item a call", () => {
    const caller = served();
    w.press(caller, "2");
    expect(items()).toMatchObject([
      { kind: "low-score", state: "open", call: caller.split("/")[0], queue: "one", number: "13800138000" },
    ]);
    expect(items()[0]!.words.en).toBe("Scored 2 of 5 (friendly), agent Agent 1");
    w.press(caller, "2");
    expect(items()).toHaveLength(1);
    w.wait(30_000);
    const other = served();
    w.press(other, "5");
    w.press(other, "2");
    expect(items()).toHaveLength(2);
    expectNobodyLeft();
  });

  test("keys that are no answer cost a try, silence too; then it goes on without", () => {
    const caller = served();
    w.press(caller, "9");
    w.press(caller, "0");
    w.wait(60_000);
    expect(w.rows.scores).toEqual([]);
    expect(w.told(caller)).toContain("Survey: After the call");
    expectNobodyLeft();
  });

  test("a limit of its own, or none", () => {
    w = new SimWorld(settingsWith({ lowUpTo: 0 }));
    w.press(served(), "1");
    expect(items()).toEqual([]);
  });
});

test("of a hundred callers so many are asked, always the same ones", () => {
  const calls = Array.from({ length: 4000 }, (_, i) => `k${i.toString(36)}x`);
  for (const share of [0, 10, 50, 100]) {
    const asked = calls.filter((id) => isAsked({ ...survey, askShare: share }, id));
    expect(Math.abs(asked.length / 40 - share)).toBeLessThan(3);
    expect(calls.filter((id) => isAsked({ ...survey, askShare: share }, id))).toEqual(asked);
  }
  w = new SimWorld(settingsWith({ askShare: 0 }));
  const caller = served();
  expect(w.told(caller)).not.toContain("Survey: After the call");
});

test("the agent hands the caller over: he is free, the caller is asked whatever the share", () => {
  w = new SimWorld(settingsWith({ askShare: 0 }));
  w.login("a1");
  w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
  const caller = w.call("96100");
  w.press(caller, "0");
  w.wait(4_000);
  w.answer(w.lines.to("8001"));
  w.hear({ on: "desk.survey", call: caller.split("/")[0] as never, by: "a1" });
  expect(w.stateOf("a1")).toBe("wrap-up");
  w.press(caller, "3");
  expect(w.rows.scores).toMatchObject([{ question: "friendly", value: 3, agent: "a1" }]);
  w.hangUp(caller);
  expectNobodyLeft();
});

describe("work for people", () => {
  const reminder = (dueAtMs: number) =>
    w.hear({
      on: "item.added",
      by: "li",
      item: {
        kind: "reminder",
        words: { zh: "回访王先生", en: "Call Mr Wang" },
        agent: "a1" as never,
        number: "13800138000",
        dueAtMs,
      },
    });

  test("a reminder becomes due at its moment, also when the box was away then (P8)", () => {
    reminder(w.atMs + 3_600_000);
    reminder(w.atMs + 7_200_000);
    w.wait(3_600_000);
    expect(items().map((i) => i.due ?? false)).toEqual([true, false]);
    expect(w.effects.filter((e) => e.do === "push" && e.topic === "items" && e.id === items()[0]!.id).length).toBe(2);
    w.crash({ downMs: 3_700_000 });
    w.wait(1);
    expect(items().map((i) => i.due ?? false)).toEqual([true, true]);
  });

  test("taken, done, reopened, assigned, moved; what is done is only a row", () => {
    reminder(w.atMs + 1_000_000);
    const { id } = items()[0]!;
    w.hear({ on: "item.taken", item: id, by: "li", agent: "a2" as never });
    expect(items()[0]).toMatchObject({ state: "taken", takenBy: "li", agent: "a2" });
    w.hear({ on: "item.assigned", item: id, by: "boss", agent: "a3" as never });
    expect(items()[0]).toMatchObject({ state: "open", agent: "a3" });
    expect(items()[0]).not.toHaveProperty("takenBy");
    w.hear({ on: "item.changed", item: id, by: "li", note: "He asked for Friday.", dueAtMs: w.atMs + 5_000 });
    w.wait(5_000);
    expect(items()[0]).toMatchObject({ due: true, note: "He asked for Friday." });
    w.hear({ on: "item.done", item: id, by: "li", note: "Called." });
    expect(items()[0]).toMatchObject({ state: "done", doneBy: "li", note: "He asked for Friday.\nCalled." });
    expect(w.box.office?.items.live).toEqual({});
    expect(Object.keys(w.box.timers).filter((k) => k.startsWith("office:item"))).toEqual([]);
    const row = items()[0]!;
    w.hear({ on: "item.done", item: id, by: "li", row });
    w.hear({ on: "item.reopened", item: id, by: "boss", row });
    expect(items()[0]).toMatchObject({ state: "open" });
    expect(w.box.office?.items.live).toHaveProperty(id);
  });
});

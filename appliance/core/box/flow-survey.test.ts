import { describe, expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import type { SurveySettings } from "../../contract/survey.ts";
import { checkSettings } from "../settings/check-settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const text = (en: string) => ({ text: { en, zh: en } });
const closed: SurveySettings = {
  id: "closed",
  name: "Settled?",
  questions: [{ id: "settled", kind: "closed", ask: text("Is your matter settled?") }],
};
/** 96400: a menu, then the question; not settled leads to a person. */
function settingsWith(changes: Partial<SurveySettings> = {}, surveys = [{ ...closed, ...changes }]): Settings {
  const settings = simSettings();
  settings.trunks[0]!.numbers.push({ pattern: "96400", flow: "case" });
  const say = (en: string) => [{ kind: "text" as const, text: { en, zh: en } }];
  const flow: Settings["flows"][number] = {
    id: "case",
    name: "Case",
    languageDefault: "en",
    start: "menu",
    nodes: {
      menu: { type: "menu", items: say("Press one."), choices: { "1": { next: "asked" } }, timeoutMs: 5000, tries: 1 },
      asked: { type: "survey", survey: "closed", next: "bye", onLow: "person", onUnanswered: "shame" },
      person: { type: "queue", queue: "one" },
      shame: { type: "hangup", items: say("A pity.") },
      bye: { type: "hangup", items: say("Until next time.") },
    },
  };
  return { ...settings, flows: [...settings.flows, flow], surveys };
}
function asked(settings = settingsWith()) {
  const w = new SimWorld(settings);
  const caller = w.call("96400");
  w.press(caller, "1");
  const said = () =>
    w.effects.flatMap((e) => (e.do === "speech.render" ? e.items.flatMap((i) => (i.kind === "speech" ? i.text : [])) : []));
  const nothingLeft = () => {
    w.wait(90_000);
    expect(w.box.calls.calls).toEqual({});
    expect(Object.keys(w.box.timers).filter((k) => k.startsWith("call:"))).toEqual([]);
  };
  return { w, caller, said, nothingLeft };
}

describe("a flow asks whether the matter is settled (A28)", () => {
  test("yes: the row is kept as after a call, thanked without goodbye, and the flow goes on", () => {
    const { w, caller, said, nothingLeft } = asked();
    expect(said()).toContain("Is your matter settled?");
    w.press(caller, "1");
    expect(w.rows.scores).toMatchObject([
      { call: caller.split("/")[0], survey: "closed", question: "settled", kind: "closed", value: 1, language: "en" },
    ]);
    expect(w.rows.scores[0]).not.toHaveProperty("agent");
    nothingLeft();
    expect(said().slice(-2)).toEqual(["Thank you.", "Until next time."]);
    expect(w.record(caller)).toMatchObject({ endReason: "flow-end" });
  });
  test("no: work for the supervisor, and on to a person", () => {
    const { w, caller } = asked();
    w.login("a1");
    w.press(caller, "2");
    expect(w.rows.scores).toMatchObject([{ value: 2 }]);
    expect([...w.rows.items.values()]).toMatchObject([{ kind: "low-score", call: caller.split("/")[0] }]);
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8001"]);
  });
  test("nothing pressed: the way for that", () => {
    const { w, said, nothingLeft } = asked();
    nothingLeft();
    expect(w.rows.scores).toEqual([]);
    expect(said().at(-1)).toBe("A pity.");
  });
  test("not among those who are asked, or taken out of the settings: the flow goes on", () => {
    const { w, said, nothingLeft } = asked(settingsWith({ askShare: 0 }));
    expect(said()).not.toContain("Is your matter settled?");
    nothingLeft();
    expect(said().at(-1)).toBe("A pity.");
    expect(w.rows.scores).toEqual([]);
    const gone = asked(settingsWith({}, []));
    expect(gone.w.told(gone.caller)).toContain('There is no survey "closed".');
    gone.nothingLeft();
    expect(gone.said().at(-1)).toBe("Until next time.");
  });
  test("he rings off: what he gave is kept", () => {
    const { w, caller, nothingLeft } = asked();
    w.hangUp(caller);
    nothingLeft();
    expect(w.rows.scores).toEqual([]);
  });
  test("the agent is done first: the step's rows name him", () => {
    const settings = settingsWith();
    const flow = settings.flows.find((f) => f.id === "case")!;
    flow.nodes.person = { type: "queue", queue: "one" as never, onServed: "asked" };
    flow.nodes.menu = {
      ...(flow.nodes.menu as Extract<typeof flow.nodes.menu, { type: "menu" }>),
      choices: { "1": { next: "person" } },
    } as never;
    const w = new SimWorld(settings);
    w.login("a1");
    const caller = w.call("96400");
    w.press(caller, "1");
    const agent = w.lines.to("8001");
    w.answer(agent);
    w.hangUp(agent);
    w.press(caller, "1");
    expect(w.rows.scores).toMatchObject([{ value: 1, agent: "a1", queue: "one" }]);
  });
  test("a survey that is missing is named, as a warning", () => {
    const problems = checkSettings(settingsWith({}, [])).map(({ path, severity }) => ({ path, severity }));
    expect(problems).toContainEqual({ path: expect.stringMatching("/nodes/asked/survey$"), severity: "warning" });
    expect(checkSettings(settingsWith()).filter((p) => p.severity === "error")).toEqual([]);
  });
});

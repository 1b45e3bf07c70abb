import { expect, test } from "vitest";
import type { Settings } from "../../contract/settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

/** The house after somebody put other words and another way behind every choice of the first flow. */
function rebuilt(): Settings {
  const settings = simSettings();
  const [first, ...others] = settings.flows;
  const nodes = { main: { type: "hangup" as const, items: [{ kind: "text" as const, text: { en: "closed for good" } }] } };
  return { ...settings, flows: [{ ...first!, start: "main", nodes: { ...nodes, person: { type: "hangup" } } }, ...others] };
}

test("a call goes on in the flows it began with; the next one has the new ones; nothing is kept longer than needed", () => {
  const w = new SimWorld();
  w.login("a1");
  const early = w.call("96100");
  w.hear({ on: "settings.applied", settings: rebuilt() });
  expect(Object.keys(w.box.flowSets!.older)).toEqual(["1"]);
  const late = w.call("96100");
  expect(w.told(late).join("\n")).toContain('hang up "main"');
  w.press(early, "1");
  expect(w.callOf(early)).toMatchObject({ phase: "flow", flowSet: 1 });
  expect(w.told(early).join("\n")).toContain("pressed 1");
  w.press(early, "4711#");
  expect(w.record(early).fields).toContainEqual(expect.objectContaining({ name: "meter", value: "4711" }));
  w.hangUp(early);
  w.hangUp(late);
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.box.flowSets).toEqual({ n: 2, older: {} });
});

test("settings that leave the flows alone keep nothing", () => {
  const w = new SimWorld();
  const caller = w.call("96100");
  w.hear({ on: "settings.applied", settings: { ...simSettings(), prompts: [] } });
  expect(w.box.flowSets).toBeUndefined();
  w.hangUp(caller);
});

test("a call's trace names each node it enters and the exit that led there", () => {
  const w = new SimWorld();
  const caller = w.call("96100");
  w.press(caller, "1");
  const entered = w.rows.traces.flatMap(({ data }) => ((data as { entered?: true } | undefined)?.entered ? [data] : []));
  expect(entered[0]).toEqual({ flow: "ivr", node: "hello", entered: true });
  expect(entered.at(-1)).toMatchObject({ entered: true, from: { flow: "ivr", node: "main", exit: "/choices/1/next" } });
  w.hangUp(caller);
});

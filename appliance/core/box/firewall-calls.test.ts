import { beforeEach, describe, expect, test } from "vitest";
import type { FirewallRule } from "../../contract/firewall.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { liveCalls } from "./live-view.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const rule = (more: Partial<FirewallRule>): FirewallRule => ({
  id: "r",
  name: "Rule",
  enabled: true,
  act: { kind: "busy" },
  ...more,
});
const world = (rules: Partial<FirewallRule>[], specialNumbers: SpecialNumber[] = []): SimWorld =>
  new SimWorld({ ...simSettings(), firewall: { rules: rules.map(rule) }, specialNumbers });
const said = () => w.effects.findLast((e) => e.do === "speech.render")?.items[0];
function nothingLeft(): void {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.lines.all.filter((l) => w.lines.live(l.leg))).toEqual([]);
}

describe("who is kept out", () => {
  test.each([
    [{ kind: "busy" }, "busy"],
    [{ kind: "reject", why: "not-found" }, "not-found"],
  ] as const)("%j", (act, why) => {
    w = world([{ callers: ["138*"], act }]);
    const caller = w.call("96100");
    expect(w.lines.refused.get(caller)).toBe(why);
    expect(w.record(caller)).toMatchObject({ endReason: why, endedBy: "box", firewall: { rule: "r", act: act.kind } });
    expect(w.told(caller)).toContain('Blocked by rule "Rule": caller 13800138000 fits 138*');
    expect(w.effects.filter((e) => e.do === "media.open")).toEqual([]);
    nothingLeft();
  });
  test("told why, in his language, and let go without being recorded", () => {
    w = world([{ act: { kind: "message", say: { text: { zh: "今天不营业。", en: "Closed today." } } } }]);
    w.prompt = false;
    const caller = w.call("96100");
    w.settle();
    expect(said()).toMatchObject({ text: "Closed today." });
    expect(w.record(caller)).toMatchObject({ endReason: "blocked", endedBy: "box" });
    expect(w.record(caller).answeredAtMs).toBeDefined();
    expect(w.rows.recordings.size).toBe(0);
    nothingLeft();
  });
  test("words that can't be spoken don't keep the line", () => {
    w = world([{ act: { kind: "message", say: { text: {} } } }]);
    expect(w.record(w.call("96100"))).toMatchObject({ endReason: "blocked" });
    nothingLeft();
  });
  test("to another flow, and straight to a queue", () => {
    w = world([{ called: ["96100"], act: { kind: "flow", flow: "all" } }]);
    w.login("a1");
    const first = w.call("96100");
    expect(w.record(first)).toMatchObject({ queue: "all" });
    w.hangUp(first);
    w = world([{ act: { kind: "queue", queue: "one" } }]);
    w.login("a1");
    const caller = w.call("96100");
    const agent = w.lines.to("8001");
    w.answer(agent);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(agent);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", queue: "one", agent: "a1" });
    nothingLeft();
  });
  test("to leave a message; without the box the call ends", () => {
    w = world([{ act: { kind: "voicemail", box: "night" } }]);
    expect(w.record(w.call("96100"))).toMatchObject({ endReason: "flow-end", firewall: { rule: "r", act: "voicemail" } });
    const owner = { kind: "queue" as const, queue: "one" as never };
    w = new SimWorld({
      ...simSettings(),
      firewall: { rules: [rule({ act: { kind: "voicemail", box: "night" } })] },
      voicemailBoxes: [{ id: "night", name: "Night", owner, number: "8500" }],
    });
    w.media.playsAtOnce = false;
    const caller = w.call("96100");
    expect(w.callOf(caller)).toMatchObject({ phase: "voicemail" });
    w.hangUp(caller);
    nothingLeft();
  });
  test("a queue that gives him back ends the call", () => {
    w = world([{ act: { kind: "queue", queue: "one" } }]);
    expect(w.record(w.call("96100"))).toMatchObject({ endReason: "flow-end" });
    nothingLeft();
  });
  test("who calls too often is turned away until he has been quiet, over a restart too", () => {
    w = world([{ perHour: 2 }]);
    const call = (): string => {
      const caller = w.call("96100");
      const refused = w.lines.refused.get(caller) ?? "in";
      w.hangUp(caller);
      return refused;
    };
    expect([call(), call(), call()]).toEqual(["in", "in", "busy"]);
    w.crash();
    expect(call()).toBe("busy");
    w.wait(3_600_000);
    expect(call()).toBe("in");
    nothingLeft();
  });
});

describe("who is known", () => {
  const vip: SpecialNumber = {
    number: "+8613800138000",
    name: "City hospital",
    class: "hospital",
    vip: true,
    language: "zh",
    note: "Dialysis ward",
    priority: 5,
    headStartMs: 60_000,
    agent: "a2" as never,
  };
  beforeEach(() => {
    w = world([], [vip]);
  });
  test("his name is on the record, on the ringing phone and in the live view; the queue gets what is known", () => {
    w.login("a1");
    const caller = w.call("96200");
    expect(w.record(caller)).toMatchObject({ callerName: "City hospital", callerClass: "hospital", vip: true, language: "zh" });
    expect(liveCalls(w.box)[0]).toMatchObject({ callerName: "City hospital", callerClass: "hospital", vip: true });
    expect(w.lines.dialOf(w.lines.to("8001"))).toMatchObject({ from: { number: "13800138000", name: "City hospital" } });
    expect(Object.values(w.box.queues.entries)[0]?.facts).toEqual({
      caller: "13800138000",
      called: "96200",
      calledFirst: "96200",
      line: "trunk",
      class: "hospital",
      name: "City hospital",
      vip: "true",
      language: "zh",
      priority: "5",
      headStartMs: "60000",
      agent: "a2",
    });
    expect(w.told(caller)).toContain("Known as City hospital, class hospital: Dialysis ward");
    w.hangUp(caller);
    nothingLeft();
  });
  test("spoken to in his language from the first word", () => {
    const caller = w.call("96100");
    const items = w.effects.flatMap((e) => (e.do === "speech.render" ? e.items : []));
    expect(items[0]).toMatchObject({ language: "zh" });
    w.hangUp(caller);
    nothingLeft();
  });
  test("marked as blocked, no rule lets him in", () => {
    w = world([{ act: { kind: "allow" } }], [{ ...vip, class: "blocked" }]);
    expect(w.lines.refused.get(w.call("96100"))).toBe("blocked");
    nothingLeft();
  });
});

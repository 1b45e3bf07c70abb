import { beforeEach, describe, expect, test } from "vitest";
import type { OutgoingSettings } from "../../contract/outgoing.ts";
import type { PinEvent } from "../../contract/pin.ts";
import type { Settings } from "../../contract/settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";
import { withoutSecrets } from "./without-secrets.ts";

let w: SimWorld;
const outgoing: OutgoingSettings = {
  classes: [],
  roles: [{ id: "night", name: "Night", allow: ["local"], withPin: ["mobile"] }],
  trunks: [{ trunk: "second", rewrite: [{ pattern: "1XXXXXXXXXX", strip: 0, prepend: "0" }] }],
};
/** Phone 8002 has the role "night". A second trunk behind the first. */
function settingsOf(more: Partial<Settings> = {}): Settings {
  const settings = simSettings();
  const second = { ...settings.trunks[0]!, id: "second", name: "Second", order: 2, numbers: [] };
  const phones = settings.phones.map((p) => (p.id === "8002" ? { ...p, outgoing: "night" } : p));
  return { ...settings, trunks: [settings.trunks[0]!, second], phones, outgoing, ...more };
}
const said = () => w.effects.findLast((e) => e.do === "speech.render")?.items[0];
const asked = () => w.effects.findLast((e) => e.do === "pin.check");
function checked(outcome: PinEvent["outcome"]): void {
  w.hear({ on: "pin.checked", call: asked()!.call, outcome });
}
function nothingLeft(): void {
  w.wait(70_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.lines.all.filter((l) => w.lines.live(l.leg))).toEqual([]);
  expect(Object.keys(w.box.timers).filter((t) => t.startsWith("call:"))).toEqual([]);
}
beforeEach(() => {
  w = new SimWorld(settingsOf());
});

describe("trunks", () => {
  test("the next one is tried when the first fails, with the number as it wants it", () => {
    const caller = w.call("13900139000", { phone: "8001" });
    expect(w.lines.dialOf(w.lines.to("13900139000"))).toMatchObject({ to: { line: "trunk" } });
    w.refuse(w.lines.to("13900139000"), "line-failed", 503);
    const leg = w.lines.to("013900139000");
    expect(w.lines.dialOf(leg)).toMatchObject({ to: { line: "second" } });
    w.answer(leg);
    expect(w.record(caller)).toMatchObject({ numberClass: "mobile", direction: "out" });
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    expect(w.told(caller)).toContain("Dials out over second as 013900139000");
    w.hangUp(leg);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup" });
    nothingLeft();
  });
  test("all failed: the caller hears why; a busy callee is busy over any trunk", () => {
    const caller = w.call("13900139000", { phone: "8001" });
    w.refuse(w.lines.to("13900139000"), "line-failed", 503);
    w.refuse(w.lines.to("013900139000"), "line-failed", 500);
    expect(w.lines.refused.get(caller)).toBe("line-failed");
    const other = w.call("13900139000", { phone: "8001" });
    w.refuse(w.lines.to("13900139000"), "busy", 486);
    expect(w.lines.refused.get(other)).toBe("busy");
    nothingLeft();
  });
  test("one that is known to be down comes last", () => {
    w.hear({ on: "line.state", line: "trunk" as never, state: "down", text: "", busy: 0 });
    w.call("13900139000", { phone: "8001" });
    expect(w.lines.dialOf(w.lines.to("013900139000"))).toMatchObject({ to: { line: "second" } });
  });
  test("a flow's transfer falls back too, and goes its other way when none is left", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "4");
    w.refuse(w.lines.to("13900139000"), "line-failed", 503);
    w.refuse(w.lines.to("013900139000"), "line-failed", 503);
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8001"]);
    w.hangUp(caller);
    const second = w.call("96100");
    w.press(second, "4");
    w.refuse(w.lines.to("13900139000"), "overload", 503);
    w.answer(w.lines.to("013900139000"));
    expect(w.callOf(second)).toMatchObject({ phase: "talking" });
    w.hangUp(second);
    nothingLeft();
  });
});

describe("rights", () => {
  test("refused in words, in the language of who dials, and said in the trace", () => {
    w.login("a2", "8002");
    const caller = w.call("07591234567", { phone: "8002" });
    expect(w.lines.ringing).toEqual([]);
    expect(said()).toMatchObject({ text: "You may not call this number from here." });
    expect(w.record(caller)).toMatchObject({ endReason: "blocked", numberClass: "long-distance", direction: "out" });
    expect(w.told(caller)).toContain('07591234567 is a long-distance number: not allowed for role "Night"');
    expect(w.stateOf("a2")).toBe("ready");
    nothingLeft();
  });
  test("expensive numbers are closed until somebody opens them", () => {
    w = new SimWorld();
    expect(w.record(w.call("0044201234567", { phone: "8001" }))).toMatchObject({ endReason: "blocked" });
    nothingLeft();
  });
  test("a call for help goes out from any phone, full lines or not", () => {
    const settings = settingsOf();
    for (const trunk of settings.trunks) trunk.maxCalls = 1;
    w = new SimWorld(settings);
    w.call("2234567", { phone: "8001" });
    w.call("2234567", { phone: "8009" });
    const caller = w.call("110", { phone: "8002" });
    const leg = w.lines.to("110");
    expect(w.lines.dialOf(leg)).toMatchObject({ urgent: true });
    w.answer(leg);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    for (const { leg: up } of w.lines.all) w.hangUp(up);
    nothingLeft();
  });
});

describe("a call for help", () => {
  const closedTo = (country: string): Settings => {
    const settings = settingsOf({
      outgoing: {
        ...outgoing,
        prefix: "9",
        classes: [{ pattern: "1*", class: "blocked" }],
        roles: [{ id: "night", name: "Night", allow: [], withPin: [] }],
        usual: "night",
      },
      firewall: { rules: [{ id: "all", name: "All", enabled: true, act: { kind: "reject", why: "blocked" } }] },
    });
    return { ...settings, site: { ...settings.site, country } };
  };
  test.each([
    ...["110", "119", "120", "122", "112", "9110"].map((n) => ["CN", n]),
    ...["112", "911", "999"].map((n) => ["XX", n]),
  ])("in %s %s needs no right, no PIN and no digit before it", (country, number) => {
    w = new SimWorld(closedTo(country!));
    const caller = w.call(number!, { phone: "8002" });
    const leg = w.lines.to(number === "9110" ? "110" : number!);
    expect(w.lines.dialOf(leg)).toMatchObject({ urgent: true });
    expect(asked()).toBeUndefined();
    expect(w.record(caller)).toMatchObject({ numberClass: "emergency" });
    w.hangUp(caller);
    nothingLeft();
  });
  test("from the console too", () => {
    w = new SimWorld(closedTo("CN"));
    w.login("a2");
    w.hear({ on: "desk.dial", agent: "a2", to: "110", by: "a2", call: "help" as never });
    w.answer(w.lines.to("8002"));
    expect(w.lines.dialOf(w.lines.to("110"))).toMatchObject({ urgent: true });
  });
  test("is not cut off by the longest time of a call", () => {
    const settings = settingsOf();
    w = new SimWorld({ ...settings, sip: { ...settings.sip, maxCallSec: 60 } });
    const caller = w.call("120", { phone: "8002" });
    const leg = w.lines.to("120");
    w.answer(leg);
    w.wait(120_000);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(leg);
    const other = w.call("2234567", { phone: "8001" });
    w.answer(w.lines.to("2234567"));
    w.wait(61_000);
    expect(w.record(other)).toMatchObject({ endReason: "time-limit" });
    nothingLeft();
  });
});

describe("a PIN", () => {
  const dial = () => w.call("13900139000", { phone: "8002" });
  test("is asked for, looked at, and opens the call, which is then recorded", () => {
    const caller = dial();
    expect(said()).toMatchObject({ text: "Please enter your PIN, then the hash key." });
    w.press(caller, "99*4711#");
    expect(asked()).toMatchObject({ owners: ["phone:8002", "role:night"], pin: "4711" });
    expect(w.rows.recordings.size).toBe(0);
    checked("right");
    w.answer(w.lines.to("13900139000"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    expect(w.rows.recordingsOf("c1")).toHaveLength(1);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", talkMs: 0 });
    nothingLeft();
  });
  test("three wrong ones lock, with an alarm; a supervisor unlocks", () => {
    const caller = dial();
    for (let i = 0; i < 3; i++) {
      w.press(caller, "1#");
      checked("wrong");
    }
    expect(said()).toMatchObject({ text: "Too many wrong PINs. Outside calls are locked for a while." });
    expect(w.record(caller)).toMatchObject({ endReason: "blocked" });
    expect(Object.values(w.box.alarms)).toMatchObject([{ code: "pin-locked", subject: "phone:8002" }]);
    expect(w.record(dial())).toMatchObject({ endReason: "blocked" });
    w.hear({ on: "pin.unlocked", owner: "phone:8002", by: "boss" });
    expect(w.box.alarms).toEqual({});
    const again = dial();
    expect(said()).toMatchObject({ text: "Please enter your PIN, then the hash key." });
    w.hangUp(again);
    nothingLeft();
  });
  test("nothing typed counts as wrong, none set ends the call, and a late answer changes nothing", () => {
    const caller = dial();
    w.wait(16_000);
    expect(said()).toMatchObject({ text: "The PIN is wrong. Please enter it again, then the hash key." });
    w.press(caller, "1#");
    checked("none");
    expect(w.record(caller)).toMatchObject({ endReason: "blocked" });
    checked("right");
    const gone = dial();
    w.press(gone, "1#");
    w.hangUp(gone);
    checked("right");
    expect(w.lines.ringing).toEqual([]);
    nothingLeft();
  });
  test("no trunk takes the call afterwards", () => {
    const caller = dial();
    w.press(caller, "1#");
    checked("right");
    w.refuse(w.lines.to("13900139000"), "line-failed", 503);
    w.refuse(w.lines.to("013900139000"), "line-failed", 503);
    expect(w.record(caller)).toMatchObject({ endReason: "line-failed" });
    nothingLeft();
  });
  test("is not written down: a replay of what was kept ends in the same state", () => {
    const caller = dial();
    const kept = new SimWorld(settingsOf());
    w.press(caller, "4711");
    const digits = w.journal.filter((j) => j.event.on === "media.digit").map((j) => withoutSecrets(w.box, j));
    expect(digits.map(({ event }) => "digit" in event && event.digit)).toEqual(["0", "0", "0", "0"]);
    w.press(caller, "#");
    checked("right");
    const safe = w.journal.map((j) =>
      j.event.on === "media.digit" && j.event.digit !== "#" ? { ...j, event: { ...j.event, digit: "0" } } : j,
    );
    kept.prompt = false;
    for (const { atMs, event } of safe) {
      kept.atMs = atMs;
      kept.answers = [];
      kept.hear(event);
    }
    expect(kept.box).toEqual(w.box);
  });
});

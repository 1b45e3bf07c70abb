import { beforeEach, describe, expect, test } from "vitest";
import type { PhoneFeatureChange } from "../../contract/phone-features.ts";
import { livePhones } from "./live-view.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const said = () => w.effects.findLast((e) => e.do === "speech.render")?.items[0];
const set = (phone: string, change: PhoneFeatureChange): void =>
  w.hear({ on: "phone.feature", phone: phone as never, change, by: "boss" });
const ringing = () => w.lines.ringing.map((r) => r.to);
const phoneNow = (id: string) => livePhones(w.box).find((p) => p.id === id);
function nothingLeft(): void {
  w.wait(70_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.lines.all.filter((l) => w.lines.live(l.leg))).toEqual([]);
  expect(Object.keys(w.box.timers).filter((t) => t.startsWith("call:"))).toEqual([]);
}
beforeEach(() => {
  const settings = simSettings();
  w = new SimWorld({
    ...settings,
    specialNumbers: [{ number: "13900139000", name: "Engineer", class: "contact", speedDial: "7" }],
  });
});

describe("by star code", () => {
  test.each([
    ["*728002", "Calls are forwarded.", { forward: { always: { to: "8002" } } }],
    ["*9213900139000#", "Calls are forwarded.", { forward: { noAnswer: { to: "13900139000", afterMs: 20_000 } } }],
    ["*78", "Do not disturb is on.", { doNotDisturb: true }],
    ["*720044201234567", "Calls can't be forwarded to this number.", {}],
    ["*728001", "Calls can't be forwarded to this number.", {}],
    ["*72", "Calls are no longer forwarded.", {}],
  ])("%s says %s", (code, words, state) => {
    const leg = w.call(code, { phone: "8001" });
    expect(said()).toMatchObject({ text: words });
    expect(phoneNow("8001")).toEqual({ id: "8001", name: "Phone 8001", contacts: [], ...state });
    expect(w.record(leg)).toMatchObject({ endReason: "flow-end", direction: "internal" });
    nothingLeft();
  });
  test("all off again, and kept over a restart until then", () => {
    w.call("*728002", { phone: "8001" });
    w.call("*908003", { phone: "8001" });
    w.crash();
    expect(phoneNow("8001")?.forward).toEqual({ always: { to: "8002" }, busy: { to: "8003" } });
    w.call("*73", { phone: "8001" });
    expect(phoneNow("8001")?.forward).toBeUndefined();
    nothingLeft();
  });
  test("a colleague by his login code, wherever he sits; a number by its code", () => {
    w.login("a3", "8009");
    const caller = w.call("*47103", { phone: "8001" });
    expect(ringing()).toEqual(["8009"]);
    w.hangUp(caller);
    expect(w.lines.refused.get(w.call("*47999", { phone: "8001" }))).toBe("not-found");
    const outside = w.call("*487", { phone: "8001" });
    expect(ringing()).toEqual(["13900139000"]);
    expect(w.record(outside)).toMatchObject({ direction: "out", numberClass: "mobile" });
    w.hangUp(outside);
    nothingLeft();
  });
});

describe("forwards of direct calls", () => {
  test("always: the other phone rings, and the journey says so", () => {
    set("8002", { what: "forward", when: "always", to: "8009" });
    const caller = w.call("8002", { phone: "8001" });
    expect(ringing()).toEqual(["8009"]);
    expect(w.told(caller)).toContain("Phone 8002 forwards to 8009 (always)");
    w.answer(w.lines.to("8009"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    nothingLeft();
  });
  test("busy, then not answered in time, then nobody", () => {
    set("8002", { what: "forward", when: "busy", to: "8003" });
    set("8003", { what: "forward", when: "noAnswer", to: "8009", afterMs: 10_000 });
    set("8009", { what: "forward", when: "noAnswer", to: "8002", afterMs: 10_000 });
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), "busy", 486);
    expect(ringing()).toEqual(["8003"]);
    w.wait(10_000);
    expect(ringing()).toEqual(["8009"]);
    w.wait(10_000);
    expect(w.record(caller)).toMatchObject({ endReason: "no-answer" });
    nothingLeft();
  });
  test("answered before the delay is over: nobody else rings", () => {
    set("8002", { what: "forward", when: "noAnswer", to: "8009", afterMs: 10_000 });
    const caller = w.call("8002", { phone: "8001" });
    w.answer(w.lines.to("8002"));
    w.wait(20_000);
    expect(ringing()).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    nothingLeft();
  });
  test("outside over the trunk; one that is not registered counts as not answered", () => {
    set("8002", { what: "forward", when: "noAnswer", to: "13900139000", afterMs: 10_000 });
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), "unreachable", 480);
    expect(w.lines.dialOf(w.lines.to("13900139000"))).toMatchObject({ to: { kind: "line", line: "trunk" } });
    w.answer(w.lines.to("13900139000"));
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", numberClass: "mobile" });
    nothingLeft();
  });
  test("the caller gives up while it waits for the forward", () => {
    set("8002", { what: "forward", when: "noAnswer", to: "8009", afterMs: 10_000 });
    const caller = w.call("8002", { phone: "8001" });
    w.hangUp(caller, "abandoned");
    w.wait(20_000);
    expect(ringing()).toEqual([]);
    nothingLeft();
  });
  test("a flow's transfer follows them, and hears of a phone that may not be disturbed", () => {
    set("8009", { what: "forward", when: "always", to: "8003" });
    const caller = w.call("96100");
    w.press(caller, "3");
    w.answer(w.lines.to("8003"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    set("8003", { what: "do-not-disturb", on: true });
    w.login("a1");
    const second = w.call("96100");
    w.press(second, "3");
    expect(ringing()).toEqual(["8001"]);
    w.hangUp(second);
    nothingLeft();
  });
});

describe("do not disturb", () => {
  test("a direct call hears that he is busy", () => {
    set("8002", { what: "do-not-disturb", on: true });
    const caller = w.call("8002", { phone: "8001" });
    expect(said()).toMatchObject({ text: expect.stringContaining("is busy") });
    expect(w.record(caller)).toMatchObject({ endReason: "busy" });
    nothingLeft();
  });
  test("who sits there is not ready for the queues; calls of queues pass by forwards", () => {
    w.login("a1");
    set("8001", { what: "forward", when: "always", to: "8009" });
    const caller = w.call("96200");
    expect(ringing()).toEqual(["8001"]);
    w.hangUp(caller);
    w.call("*78", { phone: "8001" });
    expect(w.stateOf("a1")).toBe("not-ready");
    expect(w.box.agents.agents.a1).toMatchObject({ reason: "do-not-disturb" });
    w.call("*79", { phone: "8001" });
    expect(w.stateOf("a1")).toBe("ready");
  });
  test("another reason is not taken back by it; being ready ends it", () => {
    w.login("a1");
    set("8001", { what: "do-not-disturb", on: true });
    w.hear({ on: "desk.notReady", agent: "a1", reason: "lunch", by: "a1" });
    set("8001", { what: "do-not-disturb", on: false });
    expect(w.stateOf("a1")).toBe("not-ready");
    set("8001", { what: "do-not-disturb", on: true });
    w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
    expect(phoneNow("8001")?.doNotDisturb).toBeUndefined();
  });
  test("a login ends it, and the forwarding of all calls", () => {
    set("8001", { what: "do-not-disturb", on: true });
    set("8001", { what: "forward", when: "always", to: "8009" });
    set("8001", { what: "forward", when: "busy", to: "8009" });
    w.login("a1");
    expect(w.stateOf("a1")).toBe("ready");
    expect(phoneNow("8001")).toMatchObject({ forward: { busy: { to: "8009" } } });
    expect(phoneNow("8001")).not.toHaveProperty("doNotDisturb");
    expect(phoneNow("8001")?.forward).not.toHaveProperty("always");
  });
  test("a phone that goes takes its features with it", () => {
    set("8009", { what: "do-not-disturb", on: true });
    w.hear({ on: "settings.applied", settings: { ...simSettings(), phones: [] } });
    expect(w.box.lines.features).toEqual({});
  });
});

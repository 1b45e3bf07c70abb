import { beforeEach, describe, expect, test } from "vitest";
import type { VoicemailBoxSettings } from "../../contract/voicemail.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
const anna: VoicemailBoxSettings = { id: "anna", name: "Anna", owner: { kind: "agent", agent: "a2" as never } };
const withBox = (box: VoicemailBoxSettings = anna): void => {
  w = new SimWorld({ ...simSettings(), voicemailBoxes: [box] });
};
const dnd = (phone: string): void =>
  w.hear({ on: "phone.feature", phone: phone as never, change: { what: "do-not-disturb", on: true }, by: "boss" });
const forward = (phone: string, to: string, afterMs: number): void =>
  w.hear({ on: "phone.feature", phone: phone as never, change: { what: "forward", when: "noAnswer", to, afterMs }, by: "boss" });
const said = () => w.effects.findLast((e) => e.do === "speech.render")?.items[0];
const ringing = () => w.lines.ringing.map((r) => r.to);
const messages = () => [...w.rows.messages.values()];
function nothingLeft(): void {
  w.wait(70_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(w.media.openRecordings).toBe(0);
  expect(w.lines.all.filter((l) => w.lines.live(l.leg))).toEqual([]);
  expect(Object.keys(w.box.timers).filter((t) => t.startsWith("call:"))).toEqual([]);
}
beforeEach(() => withBox());

describe("a direct call that its person does not take goes to his box (A16)", () => {
  test("not answered: after the box's time, with a message kept for him", () => {
    withBox({ ...anna, directRingMs: 12_000 });
    const caller = w.call("8002", { phone: "8001" });
    w.wait(11_000);
    expect(ringing()).toEqual(["8002"]);
    w.wait(1_000);
    expect(ringing()).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ phase: "voicemail", leaving: { box: "anna", phase: "recording" } });
    w.press(caller, "#");
    expect(messages()).toMatchObject([{ box: "anna", caller: "8001" }]);
    expect(w.told(caller)).toContain("Not taken: on to his voicemail box");
    nothingLeft();
  });
  test.each([
    ["busy", 486],
    ["rejected", 603],
    ["unreachable", 480],
  ] as const)("%s: at once", (why, status) => {
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), why, status);
    expect(w.callOf(caller)).toMatchObject({ leaving: { box: "anna" } });
    w.press(caller, "#");
    expect(messages()).toHaveLength(1);
    nothingLeft();
  });
  test("do not disturb: his phone does not ring", () => {
    dnd("8002");
    const caller = w.call("8002", { phone: "8001" });
    expect(ringing()).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ leaving: { box: "anna" } });
    w.hangUp(caller);
    nothingLeft();
  });
  test("his forward goes first, and what it does not reach is still his", () => {
    forward("8002", "8003", 8_000);
    const caller = w.call("8002", { phone: "8001" });
    w.wait(8_000);
    expect(ringing()).toEqual(["8003"]);
    w.wait(25_000);
    expect(w.callOf(caller)).toMatchObject({ leaving: { box: "anna" } });
    w.press(caller, "#");
    expect(messages()).toMatchObject([{ box: "anna" }]);
    nothingLeft();
  });
  test("wherever he sits, also when he is called by his code", () => {
    w.login("a2", "8009");
    for (const number of ["8009", "*47102"]) {
      const caller = w.call(number, { phone: "8001" });
      w.refuse(w.lines.to("8009"), "busy", 486);
      expect(w.callOf(caller)).toMatchObject({ leaving: { box: "anna" } });
      w.hangUp(caller);
    }
    nothingLeft();
  });
  test("called from the console: his own phone is up and hears the box", () => {
    w.login("a1");
    w.hear({ on: "desk.dial", agent: "a1", to: "8002", by: "a1", call: "dial-1" as never });
    w.answer(w.lines.to("8001"));
    w.refuse(w.lines.to("8002"), "busy", 486);
    expect(w.box.calls.calls["dial-1" as never]).toMatchObject({ leaving: { box: "anna", phase: "recording" } });
    w.hangUp("dial-1/1" as never);
    nothingLeft();
    expect(w.stateOf("a1")).not.toBe("talking");
  });
  test("answered in time: nothing of it", () => {
    const caller = w.call("8002", { phone: "8001" });
    const leg = w.lines.to("8002");
    w.answer(leg);
    w.wait(60_000);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(leg);
    expect(messages()).toEqual([]);
    nothingLeft();
  });
  test("the caller gives up while it rings", () => {
    const caller = w.call("8002", { phone: "8001" });
    w.hangUp(caller, "abandoned");
    expect(w.record(caller)).toMatchObject({ endReason: "abandoned" });
    nothingLeft();
    expect(messages()).toEqual([]);
  });
  test("no room on the disk: the call ends, nobody waits for nothing", () => {
    w.hear({ on: "disk.room", low: true, freeMb: 1 });
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), "busy", 486);
    nothingLeft();
    expect(w.record(caller).endedAtMs).toBeDefined();
  });
});

describe("without a box for it he is told in words", () => {
  test.each([
    ["busy", 486, "is busy"],
    ["unreachable", 480, "can't be reached"],
  ] as const)("%s", (why, status, words) => {
    withBox({ ...anna, directCalls: false });
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), why, status);
    expect(said()).toMatchObject({ text: expect.stringContaining(words) });
    expect(w.record(caller)).toMatchObject({ endReason: why, endedBy: "box" });
    nothingLeft();
  });
  test("a phone that is nobody's, after a minute", () => {
    const caller = w.call("8009", { phone: "8001" });
    w.wait(60_000);
    w.refuse(w.lines.to("8009"), "no-answer", 480);
    expect(said()).toMatchObject({ text: expect.stringContaining("does not answer") });
    expect(w.record(caller)).toMatchObject({ endReason: "no-answer" });
    nothingLeft();
  });
  test("called from the console", () => {
    dnd("8009");
    w.login("a1");
    w.hear({ on: "desk.dial", agent: "a1", to: "8009", by: "a1", call: "dial-2" as never });
    w.answer(w.lines.to("8001"));
    expect(said()).toMatchObject({ text: expect.stringContaining("is busy") });
    nothingLeft();
  });
});

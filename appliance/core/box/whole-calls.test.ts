import { beforeEach, describe, expect, test } from "vitest";
import { checkSettings } from "../settings/check-settings.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld();
});

/** Whatever a test did: nobody is left on the line, nothing runs on, every row has its end. */
function expectNothingLeft(): void {
  w.wait(60_000);
  expect(w.box.calls.calls).toEqual({});
  expect(w.box.queues.entries).toEqual({});
  expect(w.media.openLegs).toBe(0);
  expect(w.media.openRecordings).toBe(0);
  expect(w.lines.all).toEqual([]);
  expect(Object.keys(w.box.timers).filter((k) => !k.startsWith("agent:"))).toEqual([]);
  for (const row of w.rows.calls.values())
    expect(row).toMatchObject({ endReason: expect.any(String), endedAtMs: expect.any(Number) });
  for (const row of w.rows.queue.values())
    expect(row).toMatchObject({ leftAtMs: expect.any(Number), outcome: expect.any(String) });
}

test("the settings of the simulated house are good ones", () => {
  expect(checkSettings(simSettings()).filter((p) => p.severity === "error")).toEqual([]);
});

describe("from the menu to an agent", () => {
  test("what the caller typed is on the record before the agent's phone rings (A6)", () => {
    w.login("a1");
    const caller = w.call("96100");
    expect(w.callOf(caller)).toMatchObject({ phase: "flow", at: { zh: "main", en: "main" } });
    w.press(caller, "1");
    w.press(caller, "4711#");
    const effects = w.effects.map((e) => (e.do === "store" && e.change.put === "call" ? e.change.row.fields : e.do));
    const typed = effects.findIndex((e) => Array.isArray(e) && e.some((f) => f.name === "meter" && f.value === "4711"));
    const due = effects.findIndex((e) => Array.isArray(e) && e.some((f) => f.name === "balance" && f.value === "205.30"));
    const dialled = effects.indexOf("line.dial");
    expect(typed).toBeGreaterThan(0);
    expect(due).toBeGreaterThan(typed);
    expect(dialled).toBeGreaterThan(due);
    expect(w.lines.dialOf(w.lines.to("8001"))).toMatchObject({ ring: "priority", from: { number: "13800138000" } });
    expect(w.stateOf("a1")).toBe("ringing");
  });

  test("the agent answers, both talk, the agent hangs up, the survey follows, the flow ends the call", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.wait(4000);
    const agent = w.lines.to("8001");
    w.rings(agent);
    w.answer(agent);
    expect(w.stateOf("a1")).toBe("talking");
    expect(w.effects.at(-1)).not.toBeUndefined();
    expect(w.effects.filter((e) => e.do === "media.bridge")).toMatchObject([{ legs: [caller, agent] }]);
    w.wait(30_000);
    w.hangUp(agent);
    expect(w.stateOf("a1")).toBe("wrap-up");
    expect(w.callOf(caller)).toMatchObject({ phase: "flow", at: { zh: "survey", en: "survey" } });
    w.press(caller, "1");
    expect(w.record(caller)).toMatchObject({
      agent: "a1",
      queue: "one",
      endReason: "flow-end",
      endedBy: "box",
      waitMs: 4000,
      talkMs: 30_000,
      holdMs: 0,
    });
    expect(w.rows.stay("c1")).toMatchObject([{ queue: "one", outcome: "answered", agent: "a1", waitMs: 4000 }]);
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ kind: "call", state: "complete", durationMs: 5000 }]);
    w.wait(10_000);
    expect(w.stateOf("a1")).toBe("ready");
    expectNothingLeft();
  });

  test("the caller hangs up while they talk", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.answer(w.lines.to("8001"));
    w.wait(12_000);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "caller", talkMs: 12_000 });
    expect(w.told(caller)).toContain("Call ended: hung up (caller)");
    expect(w.stateOf("a1")).toBe("wrap-up");
    expectNothingLeft();
  });

  test("the agent's states are rows without gaps, each with its reason", () => {
    w.login("a1");
    w.wait(5000);
    w.hear({ on: "desk.notReady", agent: "a1", reason: "break", by: "a1" });
    w.wait(5000);
    w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
    const caller = w.call("96200");
    w.answer(w.lines.to("8001"));
    w.wait(1000);
    w.hangUp(caller);
    const rows = w.rows.statesOf("a1");
    expect(rows.map((r) => r.state)).toEqual(["ready", "not-ready", "ready", "ringing", "talking", "wrap-up"]);
    expect(rows[1]).toMatchObject({ reason: "break", toMs: rows[2]!.fromMs });
    for (const [i, row] of rows.entries()) expect(row.toMs).toBe(rows[i + 1]?.fromMs);
  });
});

describe("callers who give up", () => {
  test("before the box has answered", () => {
    w.prompt = false;
    const caller = w.call("96100");
    w.hangUp(caller, "abandoned");
    w.settle();
    expect(w.record(caller)).toMatchObject({ endReason: "abandoned", endedBy: "caller" });
    expect(w.rows.recordingsOf("c1")).toEqual([]);
    expectNothingLeft();
  });

  test("in the menu", () => {
    const caller = w.call("96100");
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "caller" });
    expectNothingLeft();
  });

  test("in the queue", () => {
    w.login("a1");
    w.hear({ on: "desk.notReady", agent: "a1", reason: "lunch", by: "a1" });
    const caller = w.call("96100");
    w.press(caller, "0");
    expect(w.callOf(caller)).toMatchObject({ phase: "queue" });
    w.wait(25_000);
    expect(w.told(caller)).toContain("Announced: You are next in line.");
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "abandoned", endedBy: "caller", waitMs: 25_000 });
    expect(w.rows.stay("c1")).toMatchObject([{ outcome: "abandoned", waitMs: 25_000 }]);
    expectNothingLeft();
  });

  test("while a phone rings: it stops, and the agent loses nothing", () => {
    w.login("a1");
    const caller = w.call("96200");
    const idleSince = w.box.agents.agents.a1!.idleSinceMs;
    w.wait(3000);
    w.hangUp(caller);
    expect(w.lines.ringing).toEqual([]);
    expect(w.box.agents.agents.a1).toMatchObject({ state: "ready", idleSinceMs: idleSince, missedInRow: 0 });
    expect(w.rows.stay("c1")).toMatchObject([{ outcome: "abandoned" }]);
    expectNothingLeft();
  });
});

describe("agents who don't take the call", () => {
  test.each([
    ["refuses", "rejected", "missed-call"],
    ["is unreachable", "unreachable", "phone-unreachable"],
    ["has no line", "line-failed", "phone-unreachable"],
  ] as const)("%s: he is not ready with a reason, the next one is rung", (_, why, reason) => {
    w.login("a1");
    w.wait(1000);
    w.login("a2");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.refuse(w.lines.to("8001"), why);
    expect(w.box.agents.agents.a1).toMatchObject({ state: "not-ready", reason });
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8002"]);
    w.answer(w.lines.to("8002"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("misses it: the ring time of the queue ends it", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.wait(15_000);
    expect(w.lines.ringing).toEqual([]);
    expect(w.box.agents.agents.a1).toMatchObject({ state: "not-ready", reason: "missed-call" });
    expect(w.callOf(caller)).toMatchObject({ phase: "queue" });
    expect(w.told(caller)).toContain("Agent 1 did not answer in time");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("no sound for his phone: somebody else is asked", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.media.refuseNext = "no-port";
    w.press(caller, "0");
    expect(w.lines.ringing).toEqual([]);
    expect(w.box.agents.agents.a1).toMatchObject({ state: "not-ready", reason: "phone-unreachable" });
    expect(w.callOf(caller)).toMatchObject({ phase: "queue" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("his answer brings no sound we have: the call ends and says why", () => {
    w.login("a1");
    const caller = w.call("96200");
    w.media.refuseNext = "no-common-codec";
    w.answer(w.lines.to("8001"));
    expect(w.record(caller)).toMatchObject({ endReason: "no-media", endedBy: "box" });
    expectNothingLeft();
  });
});

describe("ring all", () => {
  beforeEach(() => {
    for (const a of ["a1", "a2", "a3"]) w.login(a);
  });

  test("the first to answer has it, the others stop", () => {
    const caller = w.call("96200");
    expect(w.lines.ringing.map((r) => r.to).sort()).toEqual(["8001", "8002", "8003"]);
    w.answer(w.lines.to("8002"));
    expect(w.lines.ringing).toEqual([]);
    expect(["a1", "a2", "a3"].map((a) => w.stateOf(a))).toEqual(["ready", "talking", "ready"]);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("two answer at the same moment: one talks, the other is let go", () => {
    w.prompt = false;
    const caller = w.call("96200");
    w.settle();
    const [first, second] = [w.lines.to("8001"), w.lines.to("8003")];
    w.answer(first);
    w.answer(second);
    w.settle();
    expect(w.callOf(caller)?.talk?.leg).toBe(first);
    expect(w.lines.stateOf(second)).toBe("gone");
    expect(w.stateOf("a3")).toBe("ready");
    w.hangUp(caller);
    w.settle();
    expectNothingLeft();
  });

  test("overflows into the other queue and is served there", () => {
    for (const a of ["a1", "a2", "a3"]) w.hear({ on: "desk.notReady", agent: a, reason: "break", by: a });
    const caller = w.call("96200");
    w.wait(91_000);
    expect(w.rows.stay("c1")).toMatchObject([{ queue: "all", outcome: "overflow" }, { queue: "one" }]);
    w.hear({ on: "desk.ready", agent: "a1", by: "a1" });
    w.answer(w.lines.to("8001"));
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ queue: "one", waitMs: 1000, endReason: "hangup" });
    expectNothingLeft();
  });

  test("nobody there: the flow goes on with what it was given for that", () => {
    for (const a of ["a1", "a2", "a3"]) w.hear({ on: "desk.logout", agent: a, by: a });
    const caller = w.call("96100");
    w.press(caller, "0");
    expect(w.rows.stay("c1")).toMatchObject([{ outcome: "overflow", waitMs: 0 }]);
    expect(w.record(caller)).toMatchObject({ endReason: "flow-end", endedBy: "box" });
    expectNothingLeft();
  });
});

describe("hold and resume", () => {
  beforeEach(() => w.login("a1"));
  function talk(): { caller: ReturnType<SimWorld["call"]>; agent: ReturnType<SimWorld["call"]> } {
    const caller = w.call("96200");
    const agent = w.lines.to("8001");
    w.answer(agent);
    return { caller, agent };
  }

  test("by the agent's phone: music for the caller, hold time on the record", () => {
    const { caller, agent } = talk();
    w.wait(10_000);
    w.reInvite(agent, "sendonly");
    expect(w.stateOf("a1")).toBe("hold");
    expect(w.callOf(caller)).toMatchObject({ phase: "hold" });
    expect(w.media.playing).toEqual([caller]);
    expect(w.lines.accepted).toMatchObject([{ leg: agent, version: 3 }]);
    w.wait(20_000);
    w.reInvite(agent, "sendrecv");
    expect(w.stateOf("a1")).toBe("talking");
    expect(w.media.playing).toEqual([]);
    w.wait(5000);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ talkMs: 15_000, holdMs: 20_000 });
    expect(w.told(caller)).toEqual(expect.arrayContaining(["Agent 1 put the call on hold", "Agent 1 resumed the call"]));
    expectNothingLeft();
  });

  test("resumed by a re-INVITE without an offer: the whole session is offered, the answer decides", () => {
    const { caller, agent } = talk();
    w.reInvite(agent, "sendonly");
    w.callOf(caller)!.legs.find((l) => l.id === agent)!.local!.direction = "recvonly";
    w.reInvite(agent, "none");
    expect(w.lines.accepted.at(-1)).toMatchObject({ direction: "sendrecv", version: 4 });
    expect(w.stateOf("a1")).toBe("hold");
    w.hear({ on: "line.confirmed", leg: agent, remote: { ...w.lines.dialOf(agent)!.local, direction: "sendrecv" } });
    expect(w.stateOf("a1")).toBe("talking");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("both hold: nobody hears music, and talk begins when both are back", () => {
    const { caller, agent } = talk();
    w.reInvite(agent, "sendonly");
    w.reInvite(caller, "inactive");
    expect(w.media.playing).toEqual([]);
    w.reInvite(agent, "sendrecv");
    expect(w.media.playing).toEqual([agent]);
    expect(w.callOf(caller)).toMatchObject({ phase: "hold" });
    w.reInvite(caller, "sendrecv");
    expect(w.media.playing).toEqual([]);
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    expect(w.effects.findLast((e) => e.do === "media.bridge")).toMatchObject({ legs: [caller, agent] });
    w.hangUp(agent);
    expectNothingLeft();
  });

  test("at the console, without the phone", () => {
    const { caller } = talk();
    w.hear({ on: "desk.hold", agent: "a1", by: "a1" });
    expect(w.stateOf("a1")).toBe("hold");
    expect(w.media.playing).toEqual([caller]);
    w.hear({ on: "desk.hold", agent: "a1", by: "a1" });
    w.hear({ on: "desk.resume", agent: "a1", by: "a1" });
    expect(w.stateOf("a1")).toBe("talking");
    w.hear({ on: "desk.hold", agent: "a2", by: "a2" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("the caller hangs up while on hold: the hold is counted to its end", () => {
    const { caller, agent } = talk();
    w.reInvite(agent, "sendonly");
    w.wait(7000);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ talkMs: 0, holdMs: 7000 });
    expectNothingLeft();
  });

  test("a changed offer we can't take is refused and the talk goes on", () => {
    const { caller, agent } = talk();
    w.media.refuseNext = "no-common-codec";
    w.reInvite(agent, "sendrecv");
    expect(w.effects.findLast((e) => e.do === "line.refuse")).toMatchObject({ leg: agent, why: "no-media" });
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("a re-INVITE that overtakes the sound's answer to the first one gets its own answer", () => {
    const { caller, agent } = talk();
    w.prompt = false;
    w.hear({ on: "line.confirmed", leg: caller, remote: { ...w.lines.dialOf(agent)!.local } });
    w.reInvite(caller, "sendonly");
    w.settle();
    expect(w.lines.accepted.filter((a) => a.leg === caller)).toMatchObject([{ version: 3 }]);
    w.hangUp(caller);
    w.settle();
    w.prompt = true;
    expectNothingLeft();
  });
});

describe("transfers by the flow", () => {
  test("answered, and over when the other hangs up", () => {
    const caller = w.call("96100");
    w.press(caller, "3");
    expect(w.callOf(caller)).toMatchObject({ phase: "transfer" });
    expect(w.media.playing).toEqual([caller]);
    w.answer(w.lines.to("8009"));
    expect(w.media.playing).toEqual([]);
    w.wait(9000);
    w.hangUp(w.callOf(caller)!.talk!.leg);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "agent", talkMs: 9000 });
    expectNothingLeft();
  });

  test("busy: the flow's next way", () => {
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "3");
    w.refuse(w.lines.to("8009"), "busy", 486);
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8001"]);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("no answer within the time the flow gives", () => {
    const caller = w.call("96100");
    w.press(caller, "3");
    w.wait(15_000);
    expect(w.lines.ringing).toEqual([]);
    expect(w.record(caller)).toMatchObject({ endReason: "flow-end" });
    expectNothingLeft();
  });

  test("to a number outside, over the first line that leads there", () => {
    const caller = w.call("96100");
    w.press(caller, "4");
    expect(w.lines.dialOf(w.lines.to("13900139000"))).toMatchObject({ to: { kind: "line", line: "trunk" } });
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "abandoned" });
    expectNothingLeft();
  });

  test("no line leads outside: the flow goes its other way", () => {
    const settings = simSettings();
    delete settings.trunks[0]!.host;
    w = new SimWorld(settings);
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "4");
    expect(w.told(caller)).toContain("No line leads outside.");
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8001"]);
    w.hangUp(caller);
    expectNothingLeft();
  });
});

describe("recordings and messages", () => {
  test("a message is taken and kept", () => {
    const caller = w.call("96100");
    w.press(caller, "2");
    w.wait(3000);
    w.press(caller, "#");
    expect(w.rows.recordingsOf("c1")).toMatchObject([
      { kind: "call", state: "complete" },
      { kind: "voicemail", state: "complete" },
    ]);
    expect(w.record(caller).fields).toMatchObject([{ name: "message", value: "c1-2" }]);
    expectNothingLeft();
  });

  test("the disk is full: the call goes on and says so", () => {
    w.media.recordFails = true;
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.answer(w.lines.to("8001"));
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "failed", fault: "no space left" }]);
    expect(w.told(caller)).toContain("Recording stopped: no space left");
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup" });
    expectNothingLeft();
  });

  test("the media side keeps silent after the end: the call is let go all the same, its recording cut", () => {
    const caller = w.call("96100");
    w.prompt = false;
    w.hangUp(caller);
    w.answers = [];
    w.wait(15_000);
    expect(w.box.calls.calls).toEqual({});
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "cut" }]);
  });

  test("recording switched off: nothing is recorded, and a re-INVITE doesn't begin the call anew", () => {
    const settings = simSettings();
    settings.recording.calls = false;
    w = new SimWorld(settings);
    const caller = w.call("96100");
    w.hear({ on: "line.confirmed", leg: caller });
    expect(w.told(caller).filter((t) => t === "Answered by the box")).toHaveLength(1);
    w.hangUp(caller);
    expect(w.rows.recordings.size).toBe(0);
    expectNothingLeft();
  });
});

describe("a disk that runs full", () => {
  test("closes the recordings and goes on with the calls; with room again new calls are recorded", () => {
    w = new SimWorld(simSettings());
    const first = w.call("96100");
    w.hear({ on: "disk.room", low: true, freeMb: 12 });
    expect(w.rows.recordingsOf("c1")).toMatchObject([{ state: "complete" }]);
    expect(w.callOf(first)).toMatchObject({ phase: "flow" });
    const second = w.call("96100");
    expect(w.rows.recordingsOf("c2")).toEqual([]);
    w.hear({ on: "disk.room", low: false, freeMb: 900 });
    const third = w.call("96100");
    for (const caller of [first, second, third]) w.hangUp(caller);
    expect(w.rows.recordingsOf("c3")).toMatchObject([{ state: "complete" }]);
    expectNothingLeft();
  });

  test("a recording that could not be written is one alarm, and the next that is kept clears it", () => {
    w = new SimWorld(simSettings());
    const caller = w.call("96100");
    w.hear({ on: "media.recordFailed", recording: "c1-1" as never, fault: "disk-full", text: "ENOSPC" });
    expect(Object.values(w.box.alarms)).toMatchObject([{ code: "recording-failed", severity: "critical" }]);
    expect(w.callOf(caller)).toMatchObject({ phase: "flow" });
    w.hangUp(caller);
    w.hangUp(w.call("96100"));
    expect(w.box.alarms).toEqual({});
  });
});

describe("star codes", () => {
  const said = () => w.effects.findLast((e) => e.do === "speech.render")?.items[0];
  test.each([
    ["*41", "You are logged in.", "ready"],
    ["*42", "You are logged out.", "logged-out"],
    ["*43", "You are ready.", "ready"],
    ["*442", "You are not ready.", "not-ready"],
    ["*45", "Wrap-up is over.", "ready"],
  ])("%s says %s", (code, words, state) => {
    w.login("a1");
    if (code === "*45") {
      const caller = w.call("96200");
      w.answer(w.lines.to("8001"));
      w.hangUp(caller);
      expect(w.stateOf("a1")).toBe("wrap-up");
    }
    const leg = w.call(code, { phone: "8001" });
    expect(said()).toMatchObject({ text: words });
    expect(w.stateOf("a1")).toBe(state);
    expect(w.record(leg)).toMatchObject({ direction: "internal", endReason: "flow-end" });
    expectNothingLeft();
  });

  test("a login by code at another's desk", () => {
    w.call("*41103#", { phone: "8002" });
    expect(w.box.agents.agents.a3).toMatchObject({ state: "ready", phone: "8002" });
  });

  test("what can't be done is said, not claimed", () => {
    w.call("*43", { phone: "8001" });
    expect(said()).toMatchObject({ text: "That is not possible now." });
    w.call("*41199", { phone: "8001" });
    expect(said()).toMatchObject({ text: "No agent belongs to this phone or code." });
    w.login("a1");
    const caller = w.call("96200");
    w.answer(w.lines.to("8001"));
    w.hangUp(caller);
    w.call("*441", { phone: "8001" });
    expect(said()).toMatchObject({ text: "Noted; it takes effect when your present work is over." });
    expectNothingLeft();
  });

  test.each(["*99", "*449", "*", "12"])("%s leads nowhere", (code) => {
    const leg = w.call(code, { phone: "8001" });
    expect(w.lines.refused.get(leg)).toBe("not-found");
    expect(w.record(leg)).toMatchObject({ endReason: "not-found" });
    expectNothingLeft();
  });
});

describe("people calling people", () => {
  test("phone to phone: rings, answered, recorded, over; both agents are busy meanwhile", () => {
    w.login("a1");
    w.login("a2");
    const caller = w.call("8002", { phone: "8001" });
    expect(w.stateOf("a1")).toBe("talking");
    expect(w.stateOf("a2")).toBe("ringing");
    expect(w.lines.dialOf(w.lines.to("8002"))).toMatchObject({ ring: "internal", from: { number: "8001" } });
    w.rings(w.lines.to("8002"));
    expect(w.lines.progress).toEqual([{ leg: caller, how: "ringing" }]);
    w.answer(w.lines.to("8002"));
    expect(w.stateOf("a2")).toBe("talking");
    expect(w.rows.recordingsOf("c1")).toHaveLength(1);
    w.wait(4000);
    w.hangUp(caller);
    expect(w.record(caller)).toMatchObject({ direction: "internal", talkMs: 4000, endedBy: "caller", endReason: "hangup" });
    expect([w.stateOf("a1"), w.stateOf("a2")]).toEqual(["ready", "ready"]);
    expectNothingLeft();
  });

  test("an agent on his own call is not offered a queue's", () => {
    w.login("a1");
    w.call("8009", { phone: "8001" });
    w.call("96200");
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8009"]);
  });

  test("nobody answers, and he is free again", () => {
    w.login("a2");
    const caller = w.call("8002", { phone: "8001" });
    w.refuse(w.lines.to("8002"), "no-answer", 480);
    expect(w.record(caller)).toMatchObject({ endReason: "no-answer", endedBy: "box" });
    expect(w.stateOf("a2")).toBe("ready");
    expectNothingLeft();
  });

  test("the caller gives up while it rings", () => {
    w.login("a2");
    const caller = w.call("8002", { phone: "8001" });
    w.hangUp(caller, "abandoned");
    expect(w.lines.ringing).toEqual([]);
    expect(w.stateOf("a2")).toBe("ready");
    expect(w.record(caller)).toMatchObject({ endReason: "abandoned" });
    expectNothingLeft();
  });

  test("himself: busy", () => {
    expect(w.lines.refused.get(w.call("8001", { phone: "8001" }))).toBe("busy");
    expectNothingLeft();
  });

  test("to the world outside, with what the far network plays before it answers", () => {
    w.login("a1");
    const caller = w.call("13900139000", { phone: "8001" });
    const callee = w.lines.to("13900139000");
    w.hear({ on: "line.progressed", leg: callee, status: 183, remote: w.lines.dialOf(callee)!.local, callRef: "x" });
    expect(w.lines.progress).toEqual([{ leg: caller, how: "early" }]);
    w.answer(callee);
    expect(w.record(caller)).toMatchObject({ direction: "out", agent: "a1" });
    w.hangUp(callee);
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "agent" });
    expect(w.stateOf("a1")).toBe("ready");
    expectNothingLeft();
  });

  test("a phone that calls the hotline is a caller like any other", () => {
    const caller = w.call("96100", { phone: "8009" });
    expect(w.callOf(caller)).toMatchObject({ phase: "flow" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("answered before the caller's own sound was ready", () => {
    w.prompt = false;
    w.media.playsAtOnce = false;
    const caller = w.call("8002", { phone: "8001" });
    // The callee's sound is opened second; only when both are there does it ring.
    w.settle();
    w.answer(w.lines.to("8002"));
    w.settle();
    expect(w.lines.stateOf(caller)).toBe("up");
    w.hangUp(caller);
    w.settle();
    expectNothingLeft();
  });
});

describe("calls that come in oddly", () => {
  test("without an offer: ours goes out with the answer, theirs comes with the ACK", () => {
    const caller = w.call("96100", { offer: false });
    expect(w.effects.filter((e) => e.do === "media.update")).toMatchObject([{ leg: caller, role: "answer" }]);
    expect(w.callOf(caller)).toMatchObject({ phase: "flow" });
    w.hangUp(caller);
    expectNothingLeft();
  });

  test.each([
    ["no-common-codec", "no-media"],
    ["srtp-required", "no-media"],
    ["no-port", "overload"],
  ] as const)("media refused (%s): refused with %s", (why, reason) => {
    w.media.refuseNext = why;
    const caller = w.call("96100");
    expect(w.lines.refused.get(caller)).toBe(reason);
    expect(w.record(caller)).toMatchObject({ endReason: reason, endedBy: "box" });
    expectNothingLeft();
  });

  test("a number that leads nowhere, a line that is full", () => {
    expect(w.lines.refused.get(w.call("123"))).toBe("not-found");
    const callers = Array.from({ length: 20 }, () => w.call("96100"));
    expect(w.lines.refused.get(w.call("96100"))).toBe("overload");
    w.hangUp(callers[0]!);
    expect(w.lines.refused.get(w.call("96100"))).toBeUndefined();
  });

  test("calls out of the house fill the line too", () => {
    const settings = simSettings();
    settings.trunks[0]!.maxCalls = 1;
    w = new SimWorld(settings);
    w.call("13900139000", { phone: "8001" });
    expect(w.lines.refused.get(w.call("96100"))).toBe("overload");
  });

  test("the sound is ready only after the caller has left", () => {
    w.prompt = false;
    const caller = w.call("96100");
    w.hangUp(caller);
    w.settle();
    expect(w.effects.filter((e) => e.do === "media.close")).toHaveLength(1);
    expectNothingLeft();
  });

  test("a far side that sends nothing is let go, unless it is on hold", () => {
    w.login("a1");
    const caller = w.call("96200");
    const agent = w.lines.to("8001");
    w.answer(agent);
    w.reInvite(agent, "inactive");
    w.hear({ on: "media.silent", leg: agent, forMs: 60_000 });
    w.hear({ on: "media.silent", leg: caller, forMs: 30_000 });
    expect(w.callOf(caller)?.ending).toBeUndefined();
    w.hear({ on: "media.silent", leg: caller, forMs: 60_000 });
    expect(w.record(caller)).toMatchObject({ endReason: "silent-line", endedBy: "box" });
    expectNothingLeft();
  });

  test("the longest time a call may take", () => {
    w.login("a1");
    const caller = w.call("96200");
    w.answer(w.lines.to("8001"));
    w.wait(4 * 3_600_000);
    expect(w.record(caller)).toMatchObject({ endReason: "time-limit", endedBy: "box" });
    expectNothingLeft();
  });

  test("the business system is down: the caller is still served", () => {
    w.login("a1");
    w.lookup = { outcome: "failed", values: {} };
    const caller = w.call("96100");
    w.press(caller, "1");
    w.press(caller, "4711#");
    expect(w.lines.ringing.map((r) => r.to)).toEqual(["8001"]);
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("nothing can be spoken: the way through the menu stays open", () => {
    w.speechFails = true;
    w.login("a1");
    const caller = w.call("96100");
    w.press(caller, "0");
    w.answer(w.lines.to("8001"));
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    expect(w.told(caller)).toContain("Prompt: no engine");
    w.hangUp(caller);
    expectNothingLeft();
  });

  test("ended at the console, twice", () => {
    const caller = w.call("96100");
    w.prompt = false;
    w.hear({ on: "desk.hangup", call: "c1" as never, by: "boss" });
    w.hear({ on: "desk.hangup", call: "c1" as never, by: "boss" });
    w.settle();
    expect(w.record(caller)).toMatchObject({ endReason: "hangup", endedBy: "agent" });
    expect(w.told(caller).filter((t) => t.includes("console"))).toEqual(["Ended at the console by boss"]);
    expectNothingLeft();
  });
});

describe("the house changes under a call", () => {
  test("a queue is taken away while its phones ring", () => {
    w.login("a1");
    const caller = w.call("96200");
    w.hear({
      on: "settings.applied",
      settings: { ...simSettings(), queues: simSettings().queues.filter((q) => q.id !== "all") },
    });
    expect(w.lines.ringing).toEqual([]);
    expect(w.stateOf("a1")).toBe("ready");
    expect(w.record(caller)).toMatchObject({ endReason: "fault" });
    expectNothingLeft();
  });

  test("an agent is taken away while he talks: the call goes on", () => {
    w.login("a1");
    const caller = w.call("96200");
    const agent = w.lines.to("8001");
    w.answer(agent);
    w.hear({ on: "settings.applied", settings: { ...simSettings(), agents: simSettings().agents.filter((a) => a.id !== "a1") } });
    expect(w.callOf(caller)).toMatchObject({ phase: "talking" });
    w.hangUp(agent);
    expectNothingLeft();
  });

  test("lines and phones that go are forgotten", () => {
    w.login("a1");
    w.hear({ on: "line.state", line: "trunk" as never, state: "up", text: "", busy: 0 });
    w.hear({ on: "settings.applied", settings: { ...simSettings(), trunks: [], phones: [] } });
    expect(w.box.lines).toEqual({ lines: {}, phones: {} });
  });
});

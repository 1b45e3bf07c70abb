import { beforeEach, describe, expect, test } from "vitest";
import { SimWorld } from "./sim/sim-world.ts";

let w: SimWorld;
beforeEach(() => {
  w = new SimWorld();
  w.login("a1");
  w.login("a2");
  w.hear({ on: "desk.notReady", agent: "a2", reason: "lunch", by: "a2" });
  w.wait(30_000);
});

/** Brings a call into a phase and returns the caller's leg. */
const phases: Record<string, () => ReturnType<SimWorld["call"]>> = {
  ringing: () => {
    w.prompt = false;
    return w.call("96100");
  },
  menu: () => w.call("96100"),
  queue: () => {
    w.hear({ on: "desk.notReady", agent: "a1", reason: "break", by: "a1" });
    const caller = w.call("96100");
    w.press(caller, "0");
    w.wait(20_000);
    return caller;
  },
  "agent ringing": () => w.call("96200"),
  talking: () => {
    const caller = w.call("96200");
    w.answer(w.lines.to("8001"));
    w.wait(20_000);
    return caller;
  },
  hold: () => {
    const caller = w.call("96200");
    const agent = w.lines.to("8001");
    w.answer(agent);
    w.wait(15_000);
    w.reInvite(agent, "sendonly");
    w.wait(5000);
    return caller;
  },
  transfer: () => {
    const caller = w.call("96100");
    w.press(caller, "3");
    return caller;
  },
  message: () => {
    const caller = w.call("96100");
    w.press(caller, "2");
    return caller;
  },
  "phone to phone": () => {
    const caller = w.call("8009", { phone: "8001" });
    w.answer(w.lines.to("8009"));
    w.wait(5000);
    return caller;
  },
  ending: () => {
    const caller = w.call("96100");
    w.prompt = false;
    w.hangUp(caller);
    return caller;
  },
};

describe.each(Object.keys(phases))("the box fails while a call is in the phase %s", (phase) => {
  test("everything is closed as of the last moment known, and agents go on", () => {
    const caller = phases[phase]!();
    w.prompt = true;
    const lastAliveMs = w.atMs;
    w.crash({ downMs: 300_000, lastAliveMs });
    expect(w.box.calls.calls).toEqual({});
    expect(w.box.queues).toMatchObject({ entries: {}, offers: {} });
    expect(Object.keys(w.box.timers).filter((k) => !k.startsWith("agent:"))).toEqual([]);
    const row = w.record(caller);
    if (phase === "ending") expect(row).toMatchObject({ endReason: "hangup", endedBy: "caller" });
    else expect(row).toMatchObject({ endReason: "cut-off", endedBy: "box", cutOff: true, endedAtMs: lastAliveMs });
    for (const r of w.rows.recordings.values()) expect(r.state).toBe("cut");
    for (const r of w.rows.queue.values()) expect(r).toMatchObject({ leftAtMs: expect.any(Number), outcome: expect.any(String) });
    // What lasted too long while the box was away ends at once.
    w.wait(1);
    expect(w.box.agents.agents.a2).toMatchObject({ state: "not-ready", reason: "lunch" });
    expect(w.stateOf("a1")).toBe(phase === "queue" ? "not-ready" : "ready");
    for (const id of ["a1", "a2"])
      for (const [i, r] of w.rows.statesOf(id).entries()) expect(r.toMs).toBe(w.rows.statesOf(id)[i + 1]?.fromMs);
    expect(w.rows.statesOf("a1").filter((r) => r.state === "talking" && r.toMs !== undefined && r.toMs > lastAliveMs)).toEqual(
      [],
    );
    // And the next call is served.
    const next = w.call("96100");
    w.press(next, "0");
    expect(w.callOf(next)).toMatchObject({ phase: phase === "queue" ? "queue" : "agent-ringing" });
  });
});

test("the figures of a talk that was cut off", () => {
  const caller = phases.hold!();
  w.crash({ downMs: 60_000 });
  expect(w.record(caller)).toMatchObject({ talkMs: 15_000, holdMs: 5000, agent: "a1" });
});

test("the queue's row tells of the cut", () => {
  phases.queue!();
  w.crash();
  expect(w.rows.stay("c1")).toMatchObject([{ outcome: "cut-off", waitMs: 20_000 }]);
});

test("a heartbeat older than the last event, none at all, or from a clock that ran ahead", () => {
  for (const lastAliveMs of [w.atMs - 20_000, 0, w.atMs + 86_400_000]) {
    const caller = w.call("96100");
    w.crash({ lastAliveMs });
    const { startedAtMs, endedAtMs } = w.record(caller);
    expect(endedAtMs).toBeGreaterThanOrEqual(startedAtMs);
    expect(endedAtMs).toBeLessThanOrEqual(w.atMs);
  }
});

test("agents who were ready stay ready, with their idle time; who was in wrap-up is ready when it is over", () => {
  const idle = w.box.agents.agents.a1!.idleSinceMs;
  w.crash();
  expect(w.box.agents.agents.a1).toMatchObject({ state: "ready", idleSinceMs: idle });
  const caller = w.call("96200");
  w.answer(w.lines.to("8001"));
  w.hangUp(caller);
  w.crash({ downMs: 4000 });
  expect(w.stateOf("a1")).toBe("wrap-up");
  w.wait(20_000);
  expect(w.stateOf("a1")).toBe("ready");
});

test("lines are down until they say otherwise", () => {
  w.hear({ on: "line.state", line: "trunk" as never, state: "up", text: "", busy: 0 });
  w.crash();
  expect(w.box.lines.lines).toMatchObject({ trunk: { state: "down" } });
});

test("a state that isn't whole is mended: calls of agents and queue entries without a call", () => {
  phases.talking!();
  w.box.calls.calls = {};
  w.crash();
  w.wait(1);
  expect(w.stateOf("a1")).toBe("ready");
});

test("a stop in order ends every call with its reason", () => {
  const talking = phases.talking!();
  const menu = w.call("96100");
  const ringing = w.call("8009", { phone: "8003" });
  w.hear({ on: "box.stopping" });
  for (const leg of [talking, menu, ringing]) expect(w.record(leg)).toMatchObject({ endReason: "shutdown", endedBy: "box" });
  expect(w.box.calls.calls).toEqual({});
  expect(w.lines.all).toEqual([]);
});

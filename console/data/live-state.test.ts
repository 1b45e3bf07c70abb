import { describe, expect, test } from "vitest";
import type { LiveCall, LiveMessage, LiveState } from "../../appliance/contract/live.ts";
import { applyLive, type LiveView, parseLive } from "./live-state.ts";

const liveCall = (id: string, phase: LiveCall["phase"] = "ringing"): LiveCall => ({
  id,
  direction: "in",
  line: "trunk-1",
  caller: "13800138000",
  called: "96390",
  language: "zh",
  phase,
  phaseSinceMs: 0,
  startedAtMs: 0,
  fields: [],
  recording: false,
});
const empty: LiveState = {
  nowMs: 1000,
  calls: [],
  queues: [],
  agents: [],
  lines: [],
  phones: [],
  alarms: [],
  items: [],
  bulletins: [],
  plant: [],
  doctor: [],
  texts: [],
  reasons: [],
};
const run = (messages: LiveMessage[]): LiveView | "gap" => {
  let view: LiveView | undefined;
  for (const message of messages) {
    const step = applyLive(view, message);
    if (step === "gap") return "gap";
    view = step.view;
  }
  return view ?? "gap";
};
const patch = (n: number, set: LiveCall[], gone: string[] = []): LiveMessage => ({
  type: "patch",
  n,
  topic: "calls",
  set,
  gone,
  nowMs: 1000 + n,
});
const hello = (n: number, calls: LiveCall[] = []): LiveMessage => ({ type: "hello", n, state: { ...empty, calls } });

describe("the live view", () => {
  test("adds, changes and removes by id, in a stable order", () => {
    const view = run([
      hello(7, [liveCall("a"), liveCall("b")]),
      patch(8, [liveCall("c")]),
      patch(9, [liveCall("b", "talking")], ["a"]),
    ]);
    expect(view).not.toBe("gap");
    if (view === "gap") return;
    expect(view.state.calls.map((c) => [c.id, c.phase])).toEqual([
      ["b", "talking"],
      ["c", "ringing"],
    ]);
    expect(view.n).toBe(9);
    expect(view.state.nowMs).toBe(1009);
  });
  test("keeps the identity of what did not change", () => {
    const before = run([hello(1, [liveCall("a"), liveCall("b")])]) as LiveView;
    const step = applyLive(before, patch(2, [liveCall("b", "queue")]));
    if (step === "gap") throw new Error("gap");
    expect(step.view.state.calls[0]).toBe(before.state.calls[0]);
    expect(step.view.state.agents).toBe(before.state.agents);
  });
  test("a missing number is a gap, and so is a repeated one", () => {
    expect(run([hello(1), patch(3, [])])).toBe("gap");
    expect(run([hello(1), patch(2, []), patch(2, [])])).toBe("gap");
  });
  test("nothing counts before hello; hello mends a gap", () => {
    expect(run([patch(1, [])])).toBe("gap");
    expect(run([{ type: "beat", n: 1, nowMs: 0 }])).toBe("gap");
    const mended = applyLive({ state: empty, n: 4 }, hello(90));
    expect(mended).not.toBe("gap");
  });
  test("a beat shows that patches were lost on the way", () => {
    expect(run([hello(1), { type: "beat", n: 5, nowMs: 0 }])).toBe("gap");
    expect(run([hello(1), { type: "beat", n: 1, nowMs: 5 }, patch(2, [])])).not.toBe("gap");
    expect(run([hello(1), { type: "beat", n: 2, nowMs: 5 }, patch(3, [])])).not.toBe("gap");
  });
  test("an id both set and gone is gone", () => {
    const view = run([hello(1, [liveCall("a")]), patch(2, [liveCall("a", "ending"), liveCall("x")], ["a", "x"])]);
    expect(view !== "gap" && view.state.calls).toEqual([]);
  });
});

test("what is no message is not taken for one", () => {
  expect(parseLive("{")).toBeUndefined();
  expect(parseLive("null")).toBeUndefined();
  expect(parseLive('{"type":"hello"}')).toBeUndefined();
  expect(parseLive('{"type":"other","n":1}')).toBeUndefined();
  expect(parseLive('{"type":"beat","n":1,"nowMs":2}')?.type).toBe("beat");
});

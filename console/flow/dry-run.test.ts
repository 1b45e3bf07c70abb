import { describe, expect, it } from "vitest";
import type { FlowRun, PlayStep } from "../../appliance/contract/flow-run.ts";
import { instantAt, marksOf, upToNow, withKeys, withoutLast, withWait } from "./dry-run.ts";

const node = (id: string, from?: string): PlayStep => ({
  atMs: 0,
  step: "node",
  type: "menu",
  words: { zh: id, en: id },
  flow: "f",
  node: id,
  ...(from ? { from: { flow: "f", node: from, exit: "/choices/1/next" } } : {}),
});
const timer: PlayStep = { atMs: 0, step: "timer", inMs: 5_000 };
const up: PlayStep = { atMs: 0, step: "time-up" };
const key: PlayStep = { atMs: 0, step: "key", key: "1" };
const end: PlayStep = { atMs: 0, step: "end", why: "finished" };
const run = (...steps: PlayStep[]): FlowRun => ({
  steps,
  shortened: false,
  path: [],
  said: [],
  variables: {},
  end: "finished",
  durationMs: 0,
});

describe("playing the caller", () => {
  it("stops where the flow waits for a key that was not given yet", () => {
    const played = run(node("menu"), timer, up, node("menu"), timer, up, end);
    expect(upToNow(played, [])).toMatchObject({ over: false, timerMs: 5_000, steps: [node("menu"), timer] });
    expect(upToNow(played, withWait([], 5_000)).steps).toHaveLength(5);
  });
  it("goes on past the keys that were given", () => {
    const played = run(node("menu"), timer, key, node("sub", "menu"), timer, up, end);
    const now = upToNow(played, withKeys([], "1", true));
    expect(now.steps).toHaveLength(5);
    expect(marksOf("f", now.steps, now.over)).toEqual({
      taken: new Set(["menu /choices/1/next"]),
      steps: new Set(["menu", "sub"]),
      now: "sub",
    });
  });
  it("shows everything when the call is over", () => {
    expect(upToNow(run(node("a"), end), [])).toMatchObject({ over: true, steps: [node("a"), end] });
  });
  it("takes the last act back together with the listening before it", () => {
    const acts = withKeys(withKeys([], "1", true), "2", true);
    expect(withoutLast(acts)).toEqual([{ do: "listen" }, { do: "press", keys: "1" }]);
    expect(withoutLast(withoutLast(acts))).toEqual([]);
  });
});

describe("the site's clock", () => {
  it("carries the offset of that moment", () => {
    expect(instantAt("2026-02-17T08:30", "Asia/Shanghai")).toBe("2026-02-17T08:30:00+08:00");
    expect(instantAt("2026-07-01T08:30", "Europe/Berlin")).toBe("2026-07-01T08:30:00+02:00");
    expect(instantAt("2026-01-01T08:30", "America/St_Johns")).toBe("2026-01-01T08:30:00-03:30");
  });
  it("refuses what is no time", () => expect(instantAt("2026-02", "Asia/Shanghai")).toBeUndefined());
});

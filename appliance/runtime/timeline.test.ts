import { expect, test } from "vitest";
import type { BoxEvent, Effect, Stamped } from "../contract/effects.ts";
import { replay, Timeline } from "./timeline.ts";

type Count = { heard: string[] };
const step = (state: Count, { event }: Stamped): Effect[] => {
  if (event.on === "timer.due" && event.key === "bad") throw new Error("bad step");
  state.heard.push(event.on === "timer.due" ? event.key : event.on);
  return event.on === "timer.due" && event.key === "first" ? [{ do: "timer.set", key: "second", atMs: 1 }] : [];
};
const due = (key: string): BoxEvent => ({ on: "timer.due", key });

test("works one event at a time, in order, and keeps every one with a rising number", () => {
  const kept: Stamped[] = [];
  const faults: string[] = [];
  const timeline = new Timeline<Count>({
    state: { heard: [] },
    step,
    keep: (stamped) => kept.push(stamped),
    // An edge that answers at once: its event must wait until this one is finished.
    perform: (effect) => effect.do === "timer.set" && timeline.hear(due(effect.key)),
    clock: { nowMs: () => 7, at: () => () => {} },
    firstSeq: 5,
    fault: (stamped, error) => faults.push(`${stamped.seq} ${(error as Error).message}`),
  });
  timeline.hear(due("first"));
  timeline.hear(due("bad"));
  timeline.hear(due("third"));
  expect(timeline.state.heard).toEqual(["first", "second", "third"]);
  expect(kept.map((k) => k.seq)).toEqual([5, 6, 7, 8]);
  expect(faults).toEqual(["7 bad step"]);
  const again: Count = { heard: [] };
  replay(again, kept, step, () => {});
  expect(again).toEqual(timeline.state);
});

test("refuses above its limit instead of growing without end", () => {
  let inside = 0;
  const timeline = new Timeline<Count>({
    state: { heard: [] },
    step,
    keep: () => {
      if (inside++ === 0) {
        expect(timeline.hear(due("a"))).toBe(true);
        expect(timeline.hear(due("b"))).toBe(true);
        expect(timeline.hear(due("c"))).toBe(false);
      }
    },
    perform: () => {},
    clock: { nowMs: () => 0, at: () => () => {} },
    firstSeq: 1,
    fault: () => {},
    inboxLimit: 2,
  });
  timeline.hear(due("x"));
  expect(timeline.state.heard).toEqual(["x", "a", "b"]);
});

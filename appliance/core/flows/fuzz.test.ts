import fc from "fast-check";
import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { randomFlow, randomNodes } from "../../../test/sim/random-flow.ts";
import type { CalendarSettings } from "../../contract/calendar.ts";
import { FlowDocument } from "../../contract/flow.ts";
import { checkFlow } from "./check-flow.ts";
import type { FlowEffect } from "./flow-effect.ts";
import type { FlowEvent } from "./flow-event.ts";
import { type FlowState, isOver } from "./flow-state.ts";
import { Rehearsal } from "./rehearsal.ts";
import { startFlow, stepFlow } from "./step-flow.ts";

const calendars: CalendarSettings[] = [
  {
    id: "office",
    name: "O",
    timeZone: "Asia/Shanghai",
    weekly: { mon: [{ from: "09:00", to: "17:00" }] },
    holidays: [],
    workdays: [],
  },
];
const queues = { hotline: { waiting: 2, agentsReady: 1, agentsLoggedIn: 2, expectedWaitSec: 60 } };
const lists = { prompts: ["welcome"], queues: ["hotline"], connectors: ["billing"], calendars: ["office"], phones: ["8001"] };

const library = fc.tuple(randomFlow("main"), randomFlow("sub")).map((flows) => ({ flows }));

type Move =
  | { kind: "digit"; digit: string }
  | { kind: "play" | "timer" | "stale" | "record" | "resumed" | "gone" }
  | { kind: "lookup"; outcome: "ok" | "not-found" | "failed"; good: boolean }
  | { kind: "back"; outcome: "served" | "timeout" | "busy" | "failed" | "overflow" };
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(..."0123456789*#").map((digit): Move => ({ kind: "digit", digit })) },
  { weight: 6, arbitrary: fc.constant<Move>({ kind: "play" }) },
  { weight: 4, arbitrary: fc.constant<Move>({ kind: "timer" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("lookup" as const),
      outcome: fc.constantFrom("ok" as const, "not-found" as const, "failed" as const),
      good: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("back" as const),
      outcome: fc.constantFrom("served" as const, "timeout" as const, "busy" as const, "failed" as const, "overflow" as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ kind: "record" }) },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ kind: "stale" }, { kind: "resumed" }, { kind: "gone" }) },
);

/** What the edges have under way for the flow, judged by the effects alone. */
class Outside {
  plays = new Set<string>();
  timers = new Set<string>();
  ends = 0;
  perform(effects: readonly FlowEffect[]): void {
    for (const effect of effects) {
      if (effect.do === "flow.play") this.plays.add(effect.token);
      if (effect.do === "flow.stopPlay") this.plays.delete(effect.token);
      if (effect.do === "flow.timer") this.timers.add(effect.token);
      if (effect.do === "flow.cancelTimer") this.timers.delete(effect.token);
      if (effect.do === "flow.end") this.ends++;
    }
  }
}

/** The state waits for exactly what the outside has under way. */
function invariant(state: FlowState, outside: Outside): void {
  const { wait } = state;
  const timer = "timer" in wait ? wait.timer : undefined;
  const play =
    wait.kind === "play" || (wait.kind === "record" && wait.phase === "intro")
      ? wait.token
      : "play" in wait
        ? wait.play
        : undefined;
  expect([...outside.timers]).toEqual(timer === undefined ? [] : [timer]);
  expect([...outside.plays]).toEqual(play === undefined ? [] : [play]);
  expect(wait.kind).not.toBe("none");
  if (wait.kind === "ask") expect(play ?? timer).toBeDefined();
  if (wait.kind === "lookup") expect(timer ?? wait.answer).toBeDefined();
  if (wait.kind === "record" && wait.phase !== "intro") expect(timer).toBeDefined();
  expect(outside.ends).toBe(isOver(state) ? 1 : 0);
  expect(state.frames.length).toBeGreaterThan(0);
  expect(state.frames.length).toBeLessThanOrEqual(50);
  expect(state.typed.length).toBeLessThanOrEqual(32);
  for (const frame of state.frames) expect(frame.places.length).toBeLessThanOrEqual(randomNodes.length);
}

function eventOf(state: FlowState, kind: Move): FlowEvent {
  const { wait } = state;
  const token = "token" in wait ? wait.token : "t1";
  switch (kind.kind) {
    case "digit":
      return { on: "digit", digit: kind.digit };
    case "play":
      return { on: "played", token: ("play" in wait ? wait.play : undefined) ?? token, how: "finished" };
    case "timer":
      return { on: "timer", token: ("timer" in wait ? wait.timer : undefined) ?? token };
    case "stale":
      return { on: "timer", token: "t0" };
    case "lookup":
      return { on: "lookedUp", token, outcome: kind.outcome, values: kind.good ? { "a.b": "12.30" } : { a: 1 } };
    case "back":
      return { on: "returned", token, outcome: kind.outcome };
    case "record":
      return { on: "recorded", token, how: "silence", recording: "r1", durationMs: 900 };
    case "resumed":
      return { on: "resumed" };
    case "gone":
      return { on: "gone" };
  }
}

const facts = { caller: "13800138000", called: "96100", line: "t" };

describe("any flow, any caller", () => {
  it("makes documents that the schema takes", () => {
    fc.assert(
      fc.property(randomFlow("main"), (flow) => Check(FlowDocument, flow)),
      { numRuns: 100 },
    );
  });

  it("never throws, always waits for something that is under way, or has ended", () => {
    fc.assert(
      fc.property(library, fc.array(move, { maxLength: 60 }), ({ flows }, moves) => {
        const outside = new Outside();
        let nowMs = Date.UTC(2026, 2, 2, 2);
        let state = startFlow({ flows }, "main", facts);
        const hear = (event: FlowEvent) => {
          nowMs += 700;
          // What was under way is lost while the box is away; a play or timer that comes in is no longer under way.
          if (event.on === "resumed" && state.wait.kind !== "away") {
            outside.plays.clear();
            outside.timers.clear();
          }
          if (event.on === "played") outside.plays.delete(event.token);
          if (event.on === "timer") outside.timers.delete(event.token);
          const stepped = stepFlow({ flows }, state, event, { nowMs, timeZone: "Asia/Shanghai", calendars, queues });
          state = stepped.state;
          outside.perform(stepped.effects);
          invariant(state, outside);
          expect(stepped.effects.length).toBeLessThan(1500);
        };
        hear({ on: "started" });
        for (const step of moves) {
          hear(eventOf(state, step));
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        }
        hear({ on: "gone" });
        expect(isOver(state)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("ends, or hands over, when the caller does nothing", () => {
    fc.assert(
      fc.property(library, fc.boolean(), (made, answers) => {
        const world = {
          startMs: 0,
          timeZone: "UTC",
          calendars,
          queues,
          ...(answers ? { lookup: () => ({ outcome: "ok" as const, values: { "a.b": "1" } }) } : {}),
        };
        const call = new Rehearsal(made, "main", facts, world).finish();
        expect(["over", "away"]).toContain(call.state.wait.kind);
      }),
      { numRuns: 150 },
    );
  });

  it("never runs in circles when the check found no error", () => {
    let passed = 0;
    fc.assert(
      fc.property(library, fc.array(move, { maxLength: 25 }), ({ flows }, moves) => {
        if (flows.some((flow) => checkFlow(flow, { ...lists, flows }).some((p) => p.severity === "error"))) return;
        passed++;
        let state = startFlow({ flows }, "main", facts);
        const said: string[] = [];
        for (const event of [{ on: "started" } as const, ...moves.map((m) => m)]) {
          const heard: FlowEvent = "on" in event ? event : eventOf(state, event);
          const stepped = stepFlow({ flows }, state, heard, { nowMs: 0, timeZone: "UTC", calendars, queues });
          state = stepped.state;
          for (const effect of stepped.effects) if (effect.do === "flow.note") said.push(effect.words.en);
        }
        expect(said).not.toContain("the flow runs in circles");
        expect(said.filter((words) => words.startsWith("there is no"))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

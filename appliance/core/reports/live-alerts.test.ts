import { expect, it } from "vitest";
import { defaultTargets } from "../../contract/default-targets.ts";
import type { LiveAgent, LiveCall, LiveQueue } from "../../contract/live.ts";
import { type AlertFacts, liveAlerts } from "./live-alerts.ts";

const limits = defaultTargets.alerts;
const queue = (waitingSince: number[] = []): LiveQueue =>
  ({
    id: "water",
    name: { zh: "水费", en: "Water" },
    waiting: waitingSince.map((sinceMs, i) => ({
      call: `c${i}`,
      caller: "138",
      sinceMs,
      position: i + 1,
      priority: 0,
      offeredTo: [],
    })),
  }) as unknown as LiveQueue;
const agent = (state: LiveAgent["state"], sinceMs = 0): LiveAgent =>
  ({ id: "li", state, sinceMs, queues: ["water"] }) as LiveAgent;
const call = (phase: LiveCall["phase"], phaseSinceMs: number): LiveCall =>
  ({ id: "c1", caller: "138", phase, phaseSinceMs, agent: "li" }) as LiveCall;
const open = new Set<string>();
/** One look; what it says stands from then on. */
function look(facts: Partial<AlertFacts>): string[] {
  const events = liveAlerts(
    { nowMs: 0, queues: [queue()], agents: [agent("ready")], calls: [], levels: new Map(), open, ...facts },
    limits,
  );
  return events.map((e) => {
    const key = `${e.code}|${e.subject}`;
    if (e.on === "alarm.raised") {
      expect(e.text.zh && e.text.en).toBeTruthy();
      open.add(key);
    } else open.delete(key);
    return `${e.on === "alarm.raised" ? "+" : "-"}${key}`;
  });
}

it("a long wait is told once, and is over only well below its limit", () => {
  const waits = (sec: number) => look({ nowMs: sec * 1_000, queues: [queue([0])] });
  expect([waits(100), waits(121), waits(130)]).toEqual([[], ["+wait-long|water"], []]);
  const next = (nowSec: number, sinceSec: number) => look({ nowMs: nowSec * 1_000, queues: [queue([sinceSec * 1_000])] });
  expect([next(140, 35), next(150, 100)]).toEqual([[], ["-wait-long|water"]]);
});

it("nobody ready: not for a moment, and not for a queue that nobody serves or wants", () => {
  const away = (sec: number, state: LiveAgent["state"]) => look({ nowMs: sec * 1_000, agents: [agent(state)] });
  expect([away(59, "not-ready"), away(61, "not-ready"), away(70, "talking")]).toEqual([
    [],
    ["+nobody-ready|water"],
    ["-nobody-ready|water"],
  ]);
  expect(away(9_999, "logged-out")).toEqual([]);
  const alone = (sec: number) => look({ nowMs: sec * 1_000, agents: [agent("logged-out")], queues: [queue([100_000])] });
  expect([alone(150), alone(161), look({})]).toEqual([[], ["+nobody-ready|water"], ["-nobody-ready|water"]]);
});

it("the service level: only with calls enough, back only at its mark", () => {
  const level = (value: number, of: number) => look({ levels: new Map([["water", { value, of }]]) });
  expect([level(0.1, 9), level(0.59, 20), level(0.65, 20), level(0.7, 20)]).toEqual([
    [],
    ["+service-level|water"],
    [],
    ["-service-level|water"],
  ]);
});

it("hold and ring end with the call's next step, and with a queue that is gone", () => {
  const now = 500_000;
  expect(look({ nowMs: now, calls: [call("hold", now - 181_000)] })).toEqual(["+hold-long|c1"]);
  expect(look({ nowMs: now, calls: [call("hold", now - 190_000)] })).toEqual([]);
  expect(look({ nowMs: now, calls: [call("talking", now)] })).toEqual(["-hold-long|c1"]);
  expect(look({ nowMs: now, calls: [call("agent-ringing", now - 61_000)] })).toEqual(["+ring-long|c1"]);
  expect(look({ nowMs: now })).toEqual(["-ring-long|c1"]);
  look({ nowMs: 130_000, queues: [queue([0])] });
  expect(look({ queues: [] })).toEqual(["-wait-long|water"]);
});

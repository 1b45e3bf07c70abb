import { expect, test } from "vitest";
import type { BoxEvent, DeskEvent } from "../contract/effects.ts";
import { simSettings } from "../core/box/sim/sim-settings.ts";
import { SimWorld } from "../core/box/sim/sim-world.ts";
import type { AgentId, CallId, LegId } from "../kit/ids.ts";
import { deskActs } from "./desk-acts.ts";

/** The desk before a world of the core. */
function deskOf(w: SimWorld): (event: DeskEvent) => ReturnType<typeof deskActs> {
  const hear = (event: BoxEvent): boolean => {
    w.hear(event);
    return true;
  };
  const program = { timeline: { state: w.box, hear }, clock: { nowMs: () => w.atMs } };
  return (event) => deskActs(program as never, event);
}
const callOf = (leg: LegId): CallId => leg.split("/")[0] as CallId;

test("a supervisor who comes second is told who has the call, and may insist", () => {
  const w = new SimWorld();
  const desk = deskOf(w);
  w.login("a1");
  const caller = w.call("96100");
  w.press(caller, "0");
  w.answer(w.lines.to("8001"));
  w.login("a2");
  w.login("a3");
  const call = callOf(caller);
  expect(desk({ on: "desk.watch", call, watcher: "a3", mode: "listen", by: "one" })).toBe("ok");
  w.answer(w.lines.to("8003"));
  const refused = desk({ on: "desk.takeOver", call, watcher: "a2", by: "two" });
  expect(refused).toMatchObject({
    fault: "call-taken",
    problems: [{ path: "/watcher", reason: { en: "Agent 3 listens in.", zh: expect.stringContaining("正在监听") } }],
  });
  expect(w.told(caller)).toContain("two asks for: take; refused: Agent 3 listens in.");
  expect(desk({ on: "desk.takeOver", call, watcher: "a2", force: true, by: "two" })).toBe("ok");
  expect(w.lines.ringing).toHaveLength(1);
});

test.each([
  ["tomorrow", 86_400_000, "not-a-member"],
  ["today", -3_600_000, "ok"],
] as const)("a waiting caller moved to a guest whose announced day is %s (A26)", (_, fromNowMs, outcome) => {
  const settings = simSettings();
  settings.site.timeZone = "UTC";
  const w = new SimWorld(settings);
  const queue = settings.queues.find((q) => q.id === "one")!;
  const guest = settings.agents[2]!;
  guest.queues = [];
  const at = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
  const fromMs = w.atMs + fromNowMs;
  queue.guests = [{ agent: guest.id, from: at(fromMs), to: at(fromMs + 86_400_000), level: 9 }];
  const desk = deskOf(w);
  w.login("a1");
  const first = w.call("96100");
  w.press(first, "0");
  w.answer(w.lines.to("8001"));
  w.login(guest.id);
  // He is busy on a call of his own, so that whoever waits goes on waiting.
  const own = w.call("8009", { phone: "8003" });
  const caller = w.call("96100");
  w.press(caller, "0");
  expect(w.box.queues.entries[callOf(caller)]).toMatchObject({ queue: queue.id });
  expect(desk({ on: "desk.moveWaiting", call: callOf(caller), to: { agent: guest.id as AgentId }, by: "boss" })).toBe(outcome);
  w.hangUp(own);
});

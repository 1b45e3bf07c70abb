import { expect, test } from "vitest";
import type { StoreChange } from "../../contract/records.ts";
import { newBox } from "./box-state.ts";
import { publicEvents } from "./public-events.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";
import { stepBox } from "./step-box.ts";

/** Everything that is told of a day, from the journal alone. */
function told(world: SimWorld) {
  const box = newBox(simSettings());
  return world.journal.flatMap((stamped) => {
    const changes: StoreChange[] = stepBox(box, stamped).flatMap((e) => (e.do === "store" ? [e.change] : []));
    return publicEvents(stamped, changes);
  });
}

test("a call is told from its first ring to its end, each thing once", () => {
  const w = new SimWorld();
  w.login("a1");
  const leg = w.call("96100");
  w.press(leg, "14711#");
  w.wait(3_000);
  w.answer(w.lines.to("8001"));
  w.wait(10_000);
  w.hangUp(leg);
  w.wait(60_000);
  const events = told(w);
  const ofCall = events.filter((e) => "call" in e && e.call === "c1").map((e) => e.type);
  expect(ofCall.filter((t) => t !== "recording.completed")).toEqual([
    "call.started",
    "call.queued",
    "call.left-queue",
    "call.connected",
    "call.ended",
  ]);
  expect(ofCall).toContain("recording.completed");
  expect(events.find((e) => e.type === "call.ended")).toMatchObject({
    call: "c1",
    queue: "one",
    agent: "a1",
    reason: "hangup",
    endedBy: "caller",
    fields: { meter: "4711" },
  });
  expect(events.filter((e) => e.type === "agent.state").map((e) => e.type === "agent.state" && e.state)).toEqual([
    "ready",
    "ringing",
    "talking",
    "wrap-up",
    "ready",
  ]);
  // Numbers rise, ids differ: who comes back asks from where he was.
  const numbers = events.map((e) => e.seq);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(events.map((e) => e.id)).size).toBe(events.length);
});

test("a call that a failure cut off is told to have ended, once", () => {
  const w = new SimWorld();
  const leg = w.call("96100");
  w.wait(1_000);
  w.crash({ downMs: 30_000 });
  expect(told(w).filter((e) => e.type === "call.ended" && e.call === leg.split("/")[0])).toHaveLength(1);
});

test("what is marked sensitive is not told", () => {
  const row = {
    id: "c1" as never,
    direction: "in" as const,
    line: "t",
    caller: "1",
    called: "2",
    language: "en" as const,
    startedAtMs: 1,
    endedAtMs: 9,
    fields: [
      { name: "pin", label: { zh: "密码", en: "PIN" }, value: "1234", sensitive: true },
      { name: "meter", label: { zh: "水表", en: "Meter" }, value: "77", sensitive: false },
    ],
    legs: [],
  };
  const events = publicEvents({ seq: 1, atMs: 9, event: { on: "box.stopping" } }, [{ put: "call", row }]);
  expect(JSON.stringify(events)).not.toContain("1234");
  expect(events).toMatchObject([{ type: "call.ended", fields: { meter: "77" } }]);
});

import { expect, test } from "vitest";
import { liveQueues } from "./live-view.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

const settings = simSettings();
settings.queues = settings.queues.map((q) => ({ ...q, wrapUpMs: 30_000 }));

test.each(["by star code", "at the console"])(
  "a call picked up from a queue has the queue's wrap-up and counts for it: %s",
  (how) => {
    const w = new SimWorld(settings);
    w.login("a1");
    w.login("a2");
    w.hear({ on: "desk.notReady", agent: "a2", reason: "lunch", by: "a2" });
    const caller = w.call("96200");
    expect(w.lines.ringing.map((r) => r.to)).toContain("8001");
    const id = caller.split("/")[0]!;
    let leg: string;
    if (how === "by star code") leg = w.call("*828001", { phone: "8002" });
    else {
      w.hear({ on: "desk.pickUp", agent: "a2", what: { kind: "call", call: id }, by: "a2" } as never);
      leg = w.lines.to("8002");
      w.answer(leg as never);
    }
    expect(w.callOf(caller)).toMatchObject({ phase: "talking", record: { agent: "a2" } });
    w.wait(10_000);
    w.hangUp(leg as never);
    expect(w.stateOf("a2")).toBe("wrap-up");
    w.wait(29_000);
    expect(w.stateOf("a2")).toBe("wrap-up");
    w.wait(2_000);
    expect(w.stateOf("a2")).not.toBe("wrap-up");
  },
);

test("a queue says whether its hours have it open and until when", () => {
  const day = [{ from: "08:00", to: "18:00" }];
  const w = new SimWorld({
    ...settings,
    calendars: [
      { id: "day", name: "Day", timeZone: settings.site.timeZone, weekly: { mon: day, tue: day }, holidays: [], workdays: [] },
    ],
    queues: settings.queues.map((q, i) => (i === 0 ? { ...q, hours: "day" } : q)),
  });
  const today = () => ({ offered: 0, answered: 0, abandoned: 0, shortAbandoned: 0 });
  const monday = Date.UTC(2026, 2, 2, 4);
  const hoursAt = (atMs: number) => liveQueues(w.box, atMs, today)[0]?.hours;
  expect(hoursAt(monday)).toMatchObject({ open: true });
  const { untilMs = 0 } = hoursAt(monday) ?? {};
  expect(untilMs - monday).toBeLessThan(10 * 3_600_000);
  expect(hoursAt(untilMs)).toMatchObject({ open: false, untilMs: untilMs + 14 * 3_600_000 });
  expect(liveQueues(w.box, monday, today)[1]).not.toHaveProperty("hours");
});

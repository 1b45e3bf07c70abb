import { expect, test } from "vitest";
import { type AlarmList, acknowledgeAlarm, alarmAt, clearAlarm, commentAlarm, mostOpenAlarms, raiseAlarm } from "./alarm-list.ts";

const raised = (subject: string, code = "trunk-down") => ({
  on: "alarm.raised" as const,
  code,
  subject,
  severity: "error" as const,
  text: { zh: "中继无响应", en: "A trunk does not answer." },
});
const cleared = (subject: string, code = "trunk-down") => ({ on: "alarm.cleared" as const, code, subject });

test("a repeat counts up on the same row; cleared and raised again it is another", () => {
  const alarms: AlarmList = {};
  const [stored] = raiseAlarm(alarms, raised("t1"), 1000);
  expect(stored).toMatchObject({ do: "store", change: { put: "alarm", row: { subject: "t1", raisedAtMs: 1000, count: 1 } } });
  const first = alarmAt(alarms, "trunk-down", "t1")!.id;
  raiseAlarm(alarms, { ...raised("t1"), severity: "critical" }, 2000);
  expect(alarmAt(alarms, "trunk-down", "t1")).toMatchObject({ id: first, count: 2, raisedAtMs: 1000, severity: "critical" });
  expect(clearAlarm(alarms, cleared("t1"), 3000)[0]).toMatchObject({
    change: { row: { id: first, count: 2, clearedAtMs: 3000 } },
  });
  expect(alarms).toEqual({});
  raiseAlarm(alarms, raised("t1"), 4000);
  expect(alarmAt(alarms, "trunk-down", "t1")!.id).not.toBe(first);
});

test("clearing what isn't open does nothing", () => {
  expect(clearAlarm({}, cleared("t1"), 1)).toEqual([]);
  expect(clearAlarm({}, cleared("prototype", "__proto__"), 1)).toEqual([]);
});

test("subjects that read alike have rows of their own", () => {
  const alarms: AlarmList = {};
  raiseAlarm(alarms, raised("主机一"), 1);
  raiseAlarm(alarms, raised("主机二"), 1);
  const ids = Object.values(alarms).map((a) => a.id);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._-]+$/);
});

test("remarks are lines of its history, counted while it is open, kept when it is over", () => {
  const alarms: AlarmList = {};
  raiseAlarm(alarms, raised("t1"), 1000);
  const { id } = alarmAt(alarms, "trunk-down", "t1")!;
  const say = (text: string) => commentAlarm(alarms, { on: "alarm.commented", id, by: "li", text }, 2000);
  expect(say("Called the carrier")).toContainEqual(
    expect.objectContaining({
      change: expect.objectContaining({
        row: expect.objectContaining({
          alarm: id,
          kind: "comment",
          words: { en: "li: Called the carrier", zh: "li：Called the carrier" },
        }),
      }),
    }),
  );
  const ids = [...say("They look"), ...say("They dig")].flatMap((e) =>
    e.do === "store" && e.change.put === "alarm-note" ? [e.change.row.id] : [],
  );
  expect(new Set(ids).size).toBe(2);
  expect(alarmAt(alarms, "trunk-down", "t1")).toMatchObject({ comments: 3 });
  clearAlarm(alarms, cleared("t1"), 3000);
  expect(say("It was a digger")).toHaveLength(1);
});

test("the list is bounded, and what stands goes on counting", () => {
  const alarms: AlarmList = {};
  for (let i = 0; i < mostOpenAlarms + 5; i++) raiseAlarm(alarms, raised(`t${i}`), i);
  // And one that says so, once.
  expect(Object.keys(alarms)).toHaveLength(mostOpenAlarms + 1);
  expect(alarmAt(alarms, "alarms-many", "alarms")).toMatchObject({ severity: "critical" });
  expect(raiseAlarm(alarms, raised("one more"), 1)).toEqual([]);
  raiseAlarm(alarms, raised("t3"), 9);
  for (let i = 10; i < 200; i++) clearAlarm(alarms, cleared(`t${i}`), i);
  expect(alarmAt(alarms, "alarms-many", "alarms")).toBeUndefined();
  expect(alarmAt(alarms, "trunk-down", "t3")!.count).toBe(2);
});

test("who has seen it is on the row; it stays open, and an unknown one changes nothing", () => {
  const alarms: AlarmList = {};
  raiseAlarm(alarms, raised("t1"), 1000);
  const { id } = alarmAt(alarms, "trunk-down", "t1")!;
  expect(acknowledgeAlarm(alarms, { on: "alarm.acknowledged", id: "nobody", by: "li" }, 2000)).toEqual([]);
  expect(acknowledgeAlarm(alarms, { on: "alarm.acknowledged", id, by: "li" }, 2000)).toContainEqual({
    do: "push",
    topic: "alarms",
    id,
  });
  expect(alarmAt(alarms, "trunk-down", "t1")).toMatchObject({ acknowledgedBy: "li", count: 1 });
});

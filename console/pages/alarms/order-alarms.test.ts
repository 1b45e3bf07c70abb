import { expect, test } from "vitest";
import type { AlarmRow } from "../../data/alarms.ts";
import { orderAlarms } from "./order-alarms.ts";

const alarm = (id: string, severity: AlarmRow["severity"], more: Partial<AlarmRow> = {}): AlarmRow => ({
  id,
  code: "line-down",
  subject: id,
  severity,
  words: { zh: "坏", en: "Bad" },
  raisedAtMs: 1,
  count: 1,
  ...more,
});
const shelved = (untilMs: number) => ({ shelved: { by: "li", atMs: 1, untilMs, reason: "Works" } });

test("the worst comes first, what nobody has before what somebody has, the newest before the older; cleared ones are gone", () => {
  const { open } = orderAlarms([
    alarm("old", "error"),
    alarm("seen", "error", { acknowledgedBy: "li", raisedAtMs: 9 }),
    alarm("new", "error", { raisedAtMs: 5 }),
    alarm("note", "info", { raisedAtMs: 9 }),
    alarm("worst", "critical", { acknowledgedBy: "li" }),
    alarm("gone", "critical", { clearedAtMs: 3 }),
  ]);
  expect(open.map((a) => a.id)).toEqual(["worst", "new", "old", "seen", "note"]);
});

test("shelved ones stand apart, the next to come back first", () => {
  const { open, shelved: aside } = orderAlarms([
    alarm("later", "critical", shelved(90)),
    alarm("a", "info"),
    alarm("soon", "info", shelved(50)),
  ]);
  expect(open.map((a) => a.id)).toEqual(["a"]);
  expect(aside.map((a) => a.id)).toEqual(["soon", "later"]);
});

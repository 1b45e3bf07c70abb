import { expect, test } from "vitest";
import type { AlarmCare } from "../../contract/alarm-care.ts";
import { careAwake } from "./alarm-care.ts";
import { must } from "./sim/must.ts";
import { simSettings } from "./sim/sim-settings.ts";
import { SimWorld } from "./sim/sim-world.ts";

/** Numbers that look like chance and are the same every time (Lehmer). */
function dice(seed: number): (sides: number) => number {
  let n = seed * 7919 + 17;
  return (sides) => {
    n = (n * 48_271) % 2_147_483_647;
    return n % sides;
  };
}
const people = ["a", "b", "c"].map((id, i) => ({
  id,
  name: id.toUpperCase(),
  language: "en" as const,
  numbers: [`1390000000${i}`, `223000${i}`],
}));
const care = (lines: number): AlarmCare => ({
  people,
  rosters: [{ id: "duty", name: "Duty", people: ["a", "b", "c"] }],
  rules: [{ id: "all", name: "All", enabled: true, roster: "duty", call: { rounds: 2, roundPauseSec: 30 }, work: {} }],
  lines,
  mostPerHour: 60,
});
const subjects = ["s1", "s2", "s3", "s4"];

function history(seed: number): void {
  const roll = dice(seed);
  const lines = 1 + roll(3);
  const w = new SimWorld({ ...simSettings(), alarmCare: care(lines) });
  const text = { en: "It is broken.", zh: "故障。" };
  const ours = () => Object.values(w.box.calls.calls).filter((call) => call.alarm && !call.ending);
  const look = (): void => {
    must(ours().length <= lines, "no more lines than it may");
    const told = Object.values(w.box.care?.calls ?? {}).flatMap((call) => call.alarms);
    must(new Set(told).size === told.length, "nobody is called for an alarm while somebody else is");
    const callees = Object.values(w.box.care?.calls ?? {}).map((call) => call.person);
    must(new Set(callees).size === callees.length, "nobody is called twice at once");
  };
  for (let step = 0; step < 120; step++) {
    w.atMs++;
    const subject = subjects[roll(subjects.length)]!;
    const call = ours()[0];
    const leg = call?.legs[0];
    switch (roll(11)) {
      case 0:
      case 1:
        w.hear({ on: "alarm.raised", code: "broken", subject, severity: "error", text });
        break;
      case 2:
        w.hear({ on: "alarm.cleared", code: "broken", subject });
        break;
      case 3:
        if (leg?.state === "ringing") w.answer(leg.id);
        break;
      case 4:
        if (leg?.state === "ringing") w.refuse(leg.id, roll(2) ? "busy" : "line-failed", 486);
        break;
      case 5:
        if (leg?.state === "up") w.press(leg.id, "1259"[roll(4)]!);
        break;
      case 6:
        if (leg?.state === "up") w.hangUp(leg.id);
        break;
      case 7:
        w.crash();
        w.hear({ on: "timer.due", key: careAwake });
        break;
      case 8: {
        const row = Object.values(w.box.alarms).find((a) => a.subject === subject);
        if (row) w.hear({ on: "alarm.shelved", id: row.id, by: "x", untilMs: w.atMs + 120_000, reason: "works" });
        break;
      }
      case 9: {
        const row = Object.values(w.box.alarms).find((a) => a.subject === subject);
        if (row && roll(3) === 0) w.hear({ on: "alarm.acknowledged", id: row.id, by: "x" });
        break;
      }
      default:
        w.wait(1_000 * (1 + roll(40)));
    }
    look();
  }
  // Left alone, whatever stands comes to its end: acknowledged, or the last round is told.
  for (let n = 0; n < 200; n++) {
    w.wait(30_000);
    look();
  }
  for (const row of Object.values(w.box.alarms)) {
    if (row.code !== "broken" || row.acknowledgedBy) continue;
    must(w.box.care?.tasks[row.id]?.stage === "unheard", `${row.id} is not forgotten`);
    must(w.box.alarms[`alarm-unheard|${row.id}`] !== undefined, `${row.id} is said to be unheard`);
  }
  must(ours().length === 0, "no call is left");
  const told = [...w.rows.items.values()].map((item) => item.alarm);
  must(new Set(told).size === told.length, "one item of work for an alarm");
}

test("whatever happens, no alarm is lost, nobody is called twice at once, and every one comes to its end", () => {
  for (let seed = 1; seed <= 60; seed++) expect(() => history(seed), `history ${seed}`).not.toThrow();
});

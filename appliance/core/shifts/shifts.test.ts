import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgentStateRow, PresenceRow } from "../../contract/records.ts";
import type { ShiftRow } from "../../contract/shift.ts";
import type { AgentId } from "../../kit/ids.ts";
import { dayNumber } from "../calendar/civil-date.ts";
import { instantOf } from "../calendar/local-parts.ts";
import { planKept } from "./adherence.ts";
import { attendanceOf, correctedPresence } from "./attendance.ts";
import { breaksDue, nextBreaks } from "./breaks.ts";
import { shiftConflicts } from "./shift-conflicts.ts";
import { movedByDays, shiftOf } from "./shift-moments.ts";

const zone = "Asia/Shanghai";
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const li = "li" as AgentId;
const at = (day: number, hour: number, minute = 0, where = zone) => instantOf(where, dayNumber(2026, 3, day), hour * 60 + minute);
const lunch = { from: "12:00", minutes: 60, reason: "lunch", paid: false };
const tea = { from: "10:00", minutes: 15, reason: "break", paid: true };
const day = (date: string, from = "08:00", to = "17:00", breaks = [lunch, tea]): ShiftRow =>
  shiftOf(li, date, { from, to, breaks }, zone)!;

describe("a shift", () => {
  it("becomes moments, its breaks in order", () => {
    expect(day("2026-03-02")).toEqual({
      agent: li,
      date: "2026-03-02",
      fromMs: at(2, 8),
      toMs: at(2, 17),
      breaks: [
        { fromMs: at(2, 10), toMs: at(2, 10, 15), reason: "break", paid: true },
        { fromMs: at(2, 12), toMs: at(2, 13), reason: "lunch", paid: false },
      ],
    });
    expect(shiftOf(li, "2026-02-30", { from: "08:00", to: "17:00", breaks: [] }, zone)).toBeUndefined();
  });

  it("reaches over midnight, its breaks with it", () => {
    const night = day("2026-03-02", "22:00", "06:00", [{ ...tea, from: "02:00" }]);
    expect([night.fromMs, night.toMs, night.breaks[0]!.fromMs]).toEqual([at(2, 22), at(3, 6), at(3, 2)]);
  });

  it("keeps its hours by the clock over summer time", () => {
    const berlin = "Europe/Berlin";
    const row = shiftOf(li, "2026-03-23", { from: "08:00", to: "16:00", breaks: [tea] }, berlin)!;
    const moved = movedByDays(row, 7, berlin);
    expect(moved.date).toBe("2026-03-30");
    expect(moved.fromMs).toBe(at(30, 8, 0, berlin));
    expect(moved.fromMs - row.fromMs).toBe(7 * 24 * hourMs - hourMs);
    expect(moved.breaks[0]!.fromMs).toBe(at(30, 10, 0, berlin));
  });
});

describe("conflicts", () => {
  it("two at one time are refused, little rest is said", () => {
    const late = day("2026-03-02", "14:00", "22:00", []);
    const early = day("2026-03-03", "06:00", "14:00", []);
    expect(shiftConflicts([day("2026-03-02")], [late], 11).map((c) => c.severity)).toEqual(["error"]);
    expect(shiftConflicts([late, late], [], 11).map((c) => [c.at, c.severity])).toEqual([[1, "error"]]);
    expect(shiftConflicts([early], [late], 11).map((c) => c.severity)).toEqual(["warning"]);
    expect(shiftConflicts([early], [late], 8)).toEqual([]);
    expect(shiftConflicts([early], [{ ...late, agent: "wang" }], 11)).toEqual([]);
  });
  it("a break outside its shift is refused", () => {
    expect(shiftConflicts([day("2026-03-02", "13:00", "17:00")], [], 0).map((c) => c.severity)).toEqual(["error"]);
  });
});

describe("attendance", () => {
  const shift = day("2026-03-02");
  const grace = 5 * minuteMs;
  const seen = (inAtMs: number, outAtMs?: number): PresenceRow => ({ agent: li, inAtMs, ...(outAtMs ? { outAtMs } : {}) });
  const judge = (rows: PresenceRow[], nowMs = at(3, 0)) => attendanceOf([shift], correctedPresence(rows, []), grace, nowMs);

  it.each([
    ["in-time", [seen(at(2, 7, 58), at(2, 17, 1))], 0, 0, 9 * hourMs, 3 * minuteMs],
    ["in-time", [seen(at(2, 8, 5), at(2, 16, 56))], 0, 0, 531 * minuteMs, 0],
    ["late", [seen(at(2, 8, 20), at(2, 17))], 20 * minuteMs, 0, 520 * minuteMs, 0],
    ["late", [seen(at(2, 8, 20), at(2, 16))], 20 * minuteMs, 60 * minuteMs, 460 * minuteMs, 0],
    ["left-early", [seen(at(2, 8), at(2, 12)), seen(at(2, 13), at(2, 16))], 0, 60 * minuteMs, 7 * hourMs, 0],
    ["missing", [], 9 * hourMs, 0, 0, 0],
  ] as const)("%s", (status, rows, lateMs, earlyMs, presentMs, beyondMs) => {
    expect(judge([...rows])).toMatchObject([{ status, lateMs, earlyMs, presentMs, beyondMs }]);
  });

  it("judges nothing that has not come yet", () => {
    expect(judge([], at(2, 7))).toMatchObject([{ status: "to-come", lateMs: 0, presentMs: 0 }]);
    expect(judge([seen(at(2, 8))], at(2, 11))).toMatchObject([{ status: "in-time", earlyMs: 0, presentMs: 3 * hourMs }]);
  });

  it("shows who came without a shift", () => {
    const rows = attendanceOf([], correctedPresence([seen(at(2, 8), at(2, 9))], []), grace, at(3, 0));
    expect(rows).toMatchObject([{ status: "unplanned", beyondMs: hourMs }]);
  });

  it("takes the last correction and keeps what was seen", () => {
    const fix = (newInAtMs: number, why: string) => ({
      agent: li,
      inAtMs: at(2, 8, 20),
      newInAtMs,
      newOutAtMs: at(2, 17),
      why,
      by: "boss",
      atMs: 9,
    });
    const presences = correctedPresence([seen(at(2, 8, 20), at(2, 16))], [fix(at(2, 7), "wrong"), fix(at(2, 8), "bus was late")]);
    expect(presences).toEqual([
      {
        agent: li,
        inAtMs: at(2, 8),
        outAtMs: at(2, 17),
        corrected: { wasInAtMs: at(2, 8, 20), wasOutAtMs: at(2, 16), why: "bus was late", by: "boss", atMs: 9 },
      },
    ]);
    expect(attendanceOf([shift], presences, grace, at(3, 0))).toMatchObject([{ status: "in-time", presentMs: 9 * hourMs }]);
    const forgotten = { agent: li, inAtMs: at(2, 8), newInAtMs: at(2, 8), why: "forgot", by: "boss", atMs: 9 };
    expect(correctedPresence([], [forgotten])).toMatchObject([{ inAtMs: at(2, 8), corrected: { why: "forgot" } }]);
  });
});

describe("adherence", () => {
  const whole = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const state = (name: string, fromMs: number, toMs?: number, reason?: string): AgentStateRow => ({
    agent: li,
    state: name,
    ...(reason ? { reason } : {}),
    fromMs,
    ...(toMs ? { toMs } : {}),
  });

  it("is time in the planned state of the planned time", () => {
    const states = [
      state("ready", at(2, 8, 30), at(2, 10)),
      state("not-ready", at(2, 10), at(2, 10, 15), "break"),
      state("talking", at(2, 10, 15), at(2, 12, 6)),
      state("not-ready", at(2, 12, 6), at(2, 13), "lunch"),
      state("ready", at(2, 13), at(2, 17)),
    ];
    const kept = planKept(day("2026-03-02"), states, whole, at(3, 0));
    expect(kept).toEqual({
      plannedMs: 9 * hourMs,
      // Half an hour late, and six minutes of the break spent on a call.
      inPlanMs: 9 * hourMs - 36 * minuteMs,
      paidMs: 8 * hourMs,
      availablePaidMs: 8 * hourMs - 45 * minuteMs,
    });
  });

  it("wants the planned reason at a break, a training or a meeting; an unpaid break may be spent elsewhere", () => {
    const training = { from: "14:00", minutes: 60, reason: "training", paid: true };
    const shift = day("2026-03-02", "08:00", "17:00", [lunch, training]);
    const inPlan = (atLunch: AgentStateRow[], atTraining: AgentStateRow[]): number => {
      const work = [
        state("ready", at(2, 8), at(2, 12)),
        state("ready", at(2, 13), at(2, 14)),
        state("ready", at(2, 15), at(2, 17)),
      ];
      return planKept(shift, [...work, ...atLunch, ...atTraining], whole, at(3, 0)).inPlanMs / minuteMs;
    };
    const spent = (from: number, minutes: number, name: string, reason?: string) => [
      state(name, at(2, from), at(2, from, minutes), reason),
    ];
    const trained = spent(14, 60, "not-ready", "training");
    expect(inPlan(spent(12, 60, "not-ready", "lunch"), trained)).toBe(540);
    expect(inPlan(spent(12, 60, "not-ready", "break"), trained)).toBe(480);
    expect(inPlan(spent(12, 60, "ready"), trained)).toBe(480);
    expect(inPlan([], trained)).toBe(540);
    expect(inPlan(spent(12, 60, "logged-out"), trained)).toBe(540);
    expect(inPlan(spent(12, 20, "not-ready", "break"), trained)).toBe(520);
    expect(inPlan([], spent(14, 60, "not-ready", "meeting"))).toBe(480);
    expect(inPlan([], spent(14, 40, "not-ready", "training"))).toBe(520);
    expect(inPlan([], [])).toBe(480);
  });

  it("counts only what has passed, and adds up over any cut", () => {
    const shift = day("2026-03-02");
    const states = [state("ready", at(2, 8), at(2, 9)), state("not-ready", at(2, 9), at(2, 11)), state("ready", at(2, 11))];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 * 60 }), fc.integer({ min: 0, max: 12 * 60 }), (cutMin, nowMin) => {
        const [cut, now] = [at(2, 7) + cutMin * minuteMs, at(2, 7) + nowMin * minuteMs];
        const all = planKept(shift, states, whole, now);
        const one = planKept(shift, states, { fromMs: 0, toMs: cut }, now);
        const two = planKept(shift, states, { fromMs: cut, toMs: whole.toMs }, now);
        for (const name of ["plannedMs", "inPlanMs", "paidMs", "availablePaidMs"] as const)
          expect(one[name] + two[name]).toBe(all[name]);
        expect(all.inPlanMs).toBeLessThanOrEqual(all.plannedMs);
      }),
    );
  });
});

it("a break comes once, and the next one is known", () => {
  const shifts = [day("2026-03-02")];
  expect(breaksDue(shifts, at(2, 9, 59), at(2, 10))).toEqual([
    { agent: li, fromMs: at(2, 10), toMs: at(2, 10, 15), reason: "break" },
  ]);
  expect(breaksDue(shifts, at(2, 10), at(2, 10, 1))).toEqual([]);
  expect(nextBreaks(shifts, at(2, 10, 5)).get(li)?.reason).toBe("break");
  expect(nextBreaks(shifts, at(2, 10, 15)).get(li)?.reason).toBe("lunch");
  expect(nextBreaks(shifts, at(2, 13)).get(li)).toBeUndefined();
});

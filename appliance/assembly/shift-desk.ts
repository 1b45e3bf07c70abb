import type { Static } from "typebox";
import type { AttendanceRow } from "../contract/attendance.ts";
import type { shiftsRoutes } from "../contract/routes/shifts.ts";
import type { Settings, SettingsProblem } from "../contract/settings.ts";
import type { PresenceCorrection, ShiftRow } from "../contract/shift.ts";
import { defaultShifts } from "../contract/shift.ts";
import { dayNumber, readDate } from "../core/calendar/civil-date.ts";
import { instantOf } from "../core/calendar/local-parts.ts";
import { attendanceOf, correctedPresence } from "../core/shifts/attendance.ts";
import { shiftConflicts } from "../core/shifts/shift-conflicts.ts";
import { type ClockShift, movedByDays, shiftOf } from "../core/shifts/shift-moments.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";

type ShiftPlan = Static<(typeof shiftsRoutes)["putShifts"]["body"]>;
type NewShift = ShiftPlan["add"][number];
type Problems = { problems: SettingsProblem[] };
type Planned = { planned: number; warnings: SettingsProblem[] };

const mostShownDays = 62;
const dayMs = 86_400_000;
const problem = (path: string, en: string, zh: string, hintEn: string, hintZh: string): SettingsProblem => ({
  path,
  severity: "error",
  reason: { en, zh },
  hint: { en: hintEn, zh: hintZh },
});

/** Plans of shifts and the attendance that comes of them. */
export class ShiftDesk {
  readonly #store: Pick<Store, "shiftRows" | "putShifts" | "presenceRows" | "presenceCorrections" | "correctPresence">;
  readonly #settings: () => Settings;
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(
    store: Pick<Store, "shiftRows" | "putShifts" | "presenceRows" | "presenceCorrections" | "correctPresence">,
    settings: () => Settings,
    clock: Clock,
    changed: () => void,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Shifts that begin on these days. */
  shifts(from: string, to: string): { shifts: ShiftRow[] } | Problems {
    const span = this.#days(from, to, mostShownDays);
    if ("problems" in span) return span;
    return { shifts: this.#begun(span) };
  }

  async put({ add, drop }: ShiftPlan, by: string): Promise<Planned | Problems> {
    const made = add.map((wanted, i) => this.#made(wanted, `/add/${i}`));
    const wrong = made.flatMap((m) => ("problems" in m ? m.problems : []));
    if (wrong.length > 0) return { problems: wrong };
    return this.#plan(made as ShiftRow[], drop, by);
  }

  /** `from` and `to` are the first of seven days each. */
  async copyWeek(from: string, to: string, by: string): Promise<Planned | Problems> {
    const span = this.#days(from, from, 1, 7);
    const target = readDate(to);
    if ("problems" in span) return span;
    if (!target) return { problems: [noDay("/to")] };
    const first = readDate(from)!;
    const days = dayNumber(target.year, target.month, target.day) - dayNumber(first.year, first.month, first.day);
    const { timeZone } = this.#settings().site;
    if (days === 0) {
      const words = [
        "A week can't be copied onto itself.",
        "不能复制到同一周。",
        "Choose another week.",
        "请选择其他周。",
      ] as const;
      return { problems: [problem("/to", ...words)] };
    }
    return this.#plan(
      this.#begun(span).map((row) => movedByDays(row, days, timeZone)),
      [],
      by,
    );
  }

  attendance(of: string, agent: string | undefined): { fromMs: number; toMs: number; rows: AttendanceRow[] } | Problems {
    const whole = of.length === 7;
    const first = readDate(whole ? `${of}-01` : of);
    if (!first) return { problems: [noDay("/of")] };
    const days = dayNumber(first.year, first.month, first.day);
    const next = first.month === 12 ? dayNumber(first.year + 1, 1, 1) : dayNumber(first.year, first.month + 1, 1);
    const { timeZone } = this.#settings().site;
    const fromMs = instantOf(timeZone, days, 0);
    const toMs = instantOf(timeZone, whole ? next : days + 1, 0);
    const his = (row: { agent: string }): boolean => agent === undefined || row.agent === agent;
    const begins = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
    // A night shift may be signed out of on the next day, and be signed in for on the day before.
    const shifts = this.#store.shiftRows(fromMs, toMs).filter((row) => his(row) && begins(row.fromMs));
    const presences = correctedPresence(
      this.#store.presenceRows(fromMs - dayMs, toMs + dayMs).filter(his),
      this.#store.presenceCorrections(fromMs - dayMs, toMs + dayMs).filter(his),
    );
    const grace = this.#settings().shifts?.graceMin ?? defaultShifts.graceMin;
    const rows = attendanceOf(
      this.#store.shiftRows(fromMs - dayMs, toMs + dayMs).filter(his),
      presences,
      grace * 60_000,
      this.#clock.nowMs(),
    );
    const mine = new Set(shifts.map((s) => `${s.agent} ${s.fromMs}`));
    return {
      fromMs,
      toMs,
      rows: rows.filter((row) =>
        row.shift ? mine.has(`${row.agent} ${row.shift.fromMs}`) : begins(row.presences[0]?.inAtMs ?? 0),
      ),
    };
  }

  async correct(wanted: Omit<PresenceCorrection, "atMs">): Promise<Problems | undefined> {
    const { agent, inAtMs, newInAtMs, newOutAtMs } = wanted;
    const now = this.#clock.nowMs();
    const there = this.#store.presenceRows(inAtMs, inAtMs + 1).some((row) => row.agent === agent && row.inAtMs === inAtMs);
    if (!there && inAtMs !== newInAtMs) {
      const words = [
        "There is no sign-in at that moment.",
        "该时刻没有签到。",
        "Take one from the report.",
        "请从考勤表中选择。",
      ] as const;
      return { problems: [problem("/inAtMs", ...words)] };
    }
    if (newInAtMs > now || (newOutAtMs !== undefined && (newOutAtMs <= newInAtMs || newOutAtMs > now))) {
      const words = [
        "A sign-out lies after its sign-in, and neither in the future.",
        "签退应晚于签到，且均不能晚于现在。",
        "Check both times.",
        "请检查两个时间。",
      ] as const;
      return { problems: [problem("/newOutAtMs", ...words)] };
    }
    await this.#store.correctPresence(wanted);
    return undefined;
  }

  #begun({ fromMs, toMs }: { fromMs: number; toMs: number }): ShiftRow[] {
    return this.#store.shiftRows(fromMs, toMs).filter((row) => row.fromMs >= fromMs);
  }

  #days(from: string, to: string, most: number, more = 1): { fromMs: number; toMs: number } | Problems {
    const [first, last] = [readDate(from), readDate(to)];
    if (!first || !last) return { problems: [noDay(first ? "/to" : "/from")] };
    const [a, b] = [dayNumber(first.year, first.month, first.day), dayNumber(last.year, last.month, last.day)];
    if (b < a || b - a >= most) {
      const reason = [`Ask for 1 to ${most} days.`, `请查询 1 至 ${most} 天。`] as const;
      return { problems: [problem("/to", ...reason, "Choose another end.", "请修改结束日期。")] };
    }
    const { timeZone } = this.#settings().site;
    return { fromMs: instantOf(timeZone, a, 0), toMs: instantOf(timeZone, b + more, 0) };
  }

  #made({ agent, date, template, from, to, breaks }: NewShift, path: string): ShiftRow | Problems {
    const { agents, shifts, site } = this.#settings();
    if (!agents.some((a) => a.id === agent))
      return {
        problems: [
          problem(
            `${path}/agent`,
            `There is no agent "${agent}".`,
            `没有坐席“${agent}”。`,
            "Choose another one.",
            "请选择其他坐席。",
          ),
        ],
      };
    const known = shifts?.templates.find((t) => t.id === template);
    const hours: ClockShift | undefined =
      from !== undefined && to !== undefined && from !== to
        ? { from, to, breaks: breaks ?? [] }
        : known && { from: known.from, to: known.to, breaks: breaks ?? known.breaks };
    if (!hours)
      return {
        problems: [
          problem(
            `${path}/template`,
            "There is no such shift, and no hours are given.",
            "没有该班次模板，也未给出时间。",
            "Name a template, or from and to.",
            "请选择模板或填写起止时间。",
          ),
        ],
      };
    return shiftOf(agent, date, hours, site.timeZone, known?.id) ?? { problems: [noDay(`${path}/date`)] };
  }

  async #plan(rows: ShiftRow[], drop: ShiftPlan["drop"], by: string): Promise<Planned | Problems> {
    if (rows.length > 0 || drop.length > 0) {
      const fromMs = Math.min(...rows.map((r) => r.fromMs), Number.MAX_SAFE_INTEGER) - 2 * dayMs;
      const toMs = Math.max(...rows.map((r) => r.toMs), 0) + 2 * dayMs;
      const gone = new Set(drop.map((d) => `${d.agent} ${d.fromMs}`));
      const kept =
        rows.length === 0 ? [] : this.#store.shiftRows(fromMs, toMs).filter((r) => !gone.has(`${r.agent} ${r.fromMs}`));
      const rest = this.#settings().shifts?.restHours ?? defaultShifts.restHours;
      const found = shiftConflicts(rows, kept, rest).map(({ at, ...c }): SettingsProblem => ({ path: `/add/${at}`, ...c }));
      if (found.some((p) => p.severity === "error")) return { problems: found };
      await this.#store.putShifts(rows, drop, by);
      this.#changed();
      return { planned: rows.length, warnings: found };
    }
    return { planned: 0, warnings: [] };
  }
}

const noDay = (path: string): SettingsProblem =>
  problem(path, "There is no such day.", "没有这一天。", "Write a date such as 2026-02-17.", "请填写如 2026-02-17 的日期。");

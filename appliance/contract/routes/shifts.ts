import Type from "typebox";
import { AttendanceRow } from "../attendance.ts";
import { SettingsProblem } from "../settings.ts";
import { PlannedBreak, ShiftRow, ShiftTemplate } from "../shift.ts";
import { ClockTime } from "../targets.ts";
import { Slug } from "../words.ts";
import { Closed, route } from "./route.ts";

const Day = Type.String({ pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
const Moment = Type.Integer({ minimum: 0 });
const Warnings = Closed({ planned: Type.Integer(), warnings: Type.Array(SettingsProblem) });

/** Of a template, or with hours of its own. */
const NewShift = Type.Object(
  {
    agent: Slug,
    date: Day,
    template: Type.Optional(Slug),
    from: Type.Optional(ClockTime),
    to: Type.Optional(ClockTime),
    breaks: Type.Optional(Type.Array(PlannedBreak, { maxItems: 12 })),
  },
  { additionalProperties: false },
);

export const shiftsRoutes = {
  shifts: route({
    method: "GET",
    path: "/api/shifts",
    right: "see-live",
    summary: "Who works when: both days included, at most 62",
    query: Type.Object({ from: Day, to: Day }),
    reply: Closed({ shifts: Type.Array(ShiftRow) }),
  }),
  shiftTemplates: route({
    method: "GET",
    path: "/api/shifts/templates",
    right: "see-live",
    summary: "Shifts as they are used again and again; they are set up in the settings",
    reply: Type.Array(ShiftTemplate),
  }),
  putShifts: route({
    method: "PUT",
    path: "/api/shifts",
    right: "supervise",
    summary: "Plan shifts and take others away, all or nothing; conflicts are named",
    body: Type.Object({
      add: Type.Array(NewShift, { maxItems: 500 }),
      drop: Type.Array(Type.Object({ agent: Slug, fromMs: Moment }), { maxItems: 500 }),
    }),
    reply: Warnings,
  }),
  copyShifts: route({
    method: "POST",
    path: "/api/shifts/copy-week",
    right: "supervise",
    summary: "The shifts of seven days again in other seven days, at the same hours by the clock",
    body: Type.Object({ from: Day, to: Day }),
    reply: Warnings,
  }),
  attendance: route({
    method: "GET",
    path: "/api/attendance",
    right: "see-figures",
    summary: "Signed in and out against the shifts, for a month (2026-02) or a day",
    query: Type.Object({
      of: Type.String({ pattern: "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$" }),
      agent: Type.Optional(Slug),
    }),
    reply: Closed({ fromMs: Type.Number(), toMs: Type.Number(), rows: Type.Array(AttendanceRow) }),
  }),
  correctAttendance: route({
    method: "POST",
    path: "/api/attendance/corrections",
    right: "supervise",
    summary: "Put a sign-in or sign-out right; the first row stays as it was",
    body: Type.Object({
      agent: Slug,
      /** Sign-in that is corrected; of one that never was, the same as `newInAtMs`. */
      inAtMs: Moment,
      newInAtMs: Moment,
      newOutAtMs: Type.Optional(Moment),
      why: Type.String({ minLength: 3, maxLength: 300 }),
    }),
  }),
} as const;

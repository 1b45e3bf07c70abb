import type { AttendanceRow } from "../../appliance/contract/attendance.ts";
import type { RouteBody } from "../../appliance/contract/routes.ts";
import type { ShiftRow } from "../../appliance/contract/shift.ts";
import { call } from "./call.ts";

export type Template = { id: string; name: string; from: string; to: string };
export const shifts = async (from: string, to: string): Promise<ShiftRow[]> =>
  (await call("shifts", { query: { from, to } })).shifts;
export const putShifts = (body: RouteBody<"putShifts">) => call("putShifts", { body });
export const copyWeek = (from: string, to: string) => call("copyShifts", { body: { from, to } });
export const attendance = async (of: string, agent: string | undefined): Promise<AttendanceRow[]> =>
  (await call("attendance", { query: { of, ...(agent ? { agent } : {}) } })).rows;
export const correctAttendance = (body: RouteBody<"correctAttendance">) => call("correctAttendance", { body });

export const shiftTemplates = (): Promise<Template[]> => call("shiftTemplates");

import type { RouteBody } from "../../appliance/contract/routes.ts";
import type { ShiftRow } from "../../appliance/contract/shift.ts";
import { call } from "./call.ts";

export type Template = { id: string; name: string; from: string; to: string };
export type Presence = {
  agent: string;
  inAtMs: number;
  outAtMs?: number;
  corrected?: { wasInAtMs?: number; wasOutAtMs?: number; why: string; by: string; atMs: number };
};
export type AttendanceRow = {
  agent: string;
  date?: string;
  shift?: { fromMs: number; toMs: number; template?: string };
  status: "in-time" | "late" | "left-early" | "missing" | "to-come" | "unplanned";
  lateMs: number;
  earlyMs: number;
  presentMs: number;
  beyondMs: number;
  presences: Presence[];
};

export const shifts = async (from: string, to: string): Promise<ShiftRow[]> =>
  ((await call("shifts", { query: { from, to } })) as { shifts: ShiftRow[] }).shifts;
export const putShifts = (body: RouteBody<"putShifts">) => call("putShifts", { body });
export const copyWeek = (from: string, to: string) => call("copyShifts", { body: { from, to } });
export const attendance = async (of: string, agent: string | undefined): Promise<AttendanceRow[]> =>
  ((await call("attendance", { query: { of, ...(agent ? { agent } : {}) } })) as { rows: AttendanceRow[] }).rows;
export const correctAttendance = (body: RouteBody<"correctAttendance">) => call("correctAttendance", { body });

export const shiftTemplates = (): Promise<Template[]> => call("shiftTemplates");

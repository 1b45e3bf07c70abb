import type { AlarmNote, CareTest, LiveAlarm } from "../../appliance/contract/alarm-row.ts";
import type { AlarmGroup, AlarmSeverity } from "../../appliance/contract/alarms.ts";
import type { AlarmRow } from "../../appliance/contract/records.ts";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export type { AlarmGroup, AlarmNote, AlarmRow, AlarmSeverity, CareTest, LiveAlarm };
export type Staff = RouteReply<"alarmStaff">;
export type PastAsked = { severity?: AlarmSeverity; group?: AlarmGroup; text?: string; before?: number; limit: number };

export const acknowledge = (id: string) => call("acknowledgeAlarm", { params: { id } });
export const clear = (id: string) => call("clearAlarm", { params: { id } });
export const shelve = (id: string, minutes: number, reason: string) =>
  call("shelveAlarm", { params: { id }, body: { minutes, reason } });
export const unshelve = (id: string) => call("unshelveAlarm", { params: { id } });
export const comment = (id: string, text: string) => call("commentAlarm", { params: { id }, body: { text } });
export const pastAlarms = (query: PastAsked) => call("alarmHistory", { query });
export const alarmNotes = async (id: string): Promise<AlarmNote[]> => (await call("alarm", { params: { id } })).notes;
export const fetchStaff = () => call("alarmStaff");
export const tryStaff = (person: string) => call("tryStaff", { body: { person } });
export const staffTests = () => call("alarmTests");

import Type from "typebox";
import { alarmGroups } from "../alarm-kind.ts";
import { AlarmNote, AlarmRow, CareTest } from "../alarm-row.ts";
import { Closed, Id, route } from "./route.ts";

const closed = { additionalProperties: false } as const;
const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const Line = Type.String({ minLength: 1, maxLength: 120 });

/** Alarms, their history, and who is told of them (O5, O19). What is open now stands in the live state. */
export const alarmsRoutes = {
  alarms: route({
    method: "GET",
    path: "/api/alarms",
    right: "see-live",
    summary: "Alarms, open first",
    reply: Type.Array(AlarmRow),
  }),
  alarmHistory: route({
    method: "GET",
    path: "/api/alarms/history",
    right: "see-live",
    summary: "Alarms of all times, newest first",
    query: Type.Object({
      severity: Type.Optional(Type.Enum(["info", "warning", "error", "critical"])),
      group: Type.Optional(Type.Enum([...alarmGroups])),
      /** Found in what it says, its code or its subject. */
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      before: Type.Optional(Moment),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    reply: Type.Array(AlarmRow),
  }),
  alarm: route({
    method: "GET",
    path: "/api/alarms/:id",
    right: "see-live",
    summary: "One alarm, and what was done about it",
    params: Id,
    reply: Closed({ alarm: AlarmRow, notes: Type.Array(AlarmNote) }),
  }),
  acknowledgeAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/acknowledge",
    right: "supervise",
    summary: "Acknowledge an alarm",
    params: Id,
  }),
  clearAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/clear",
    right: "supervise",
    summary: "Clear an alarm by hand; it comes back should its cause be found again",
    params: Id,
  }),
  shelveAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/shelve",
    right: "supervise",
    summary: "Put an alarm aside for a time, with a reason; it comes back by itself",
    params: Id,
    body: Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 10_080 }), reason: Line }, closed),
  }),
  unshelveAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/unshelve",
    right: "supervise",
    summary: "Take an alarm back from the shelf",
    params: Id,
  }),
  commentAlarm: route({
    method: "POST",
    path: "/api/alarms/:id/comments",
    right: "supervise",
    summary: "Write a remark into an alarm's history, while it is open or later",
    params: Id,
    body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) }, closed),
  }),
  reachStaff: route({
    method: "POST",
    path: "/api/emergencies",
    right: "be-agent",
    summary: "Tell everybody on call of an emergency at once, with number, name, place and nature",
    body: Type.Object({ number: Type.String({ pattern: "^[0-9+*#]{1,40}$" }), name: Line, place: Line, nature: Line }, closed),
  }),
  alarmStaff: route({
    method: "GET",
    path: "/api/alarm-staff",
    right: "see-live",
    summary: "Whom alarms are told to, by name, and whether they have a number to call",
    reply: Type.Array(Closed({ id: Type.String(), name: Type.String(), callable: Type.Boolean() })),
  }),
  tryStaff: route({
    method: "POST",
    path: "/api/alarm-tests",
    right: "supervise",
    summary: "Call one of the staff with a test sentence",
    body: Type.Object({ person: Type.String({ minLength: 1, maxLength: 40 }) }, closed),
  }),
  alarmTests: route({
    method: "GET",
    path: "/api/alarm-tests",
    right: "supervise",
    summary: "Test calls to the staff and what came of them, newest first",
    reply: Type.Array(CareTest),
  }),
} as const;

import Type from "typebox";
import { DoctorReport, doctorChoices, FoundHabits } from "../doctor.ts";
import { PlanStep } from "../settings.ts";
import { SettingsApplied } from "../settings-change.ts";
import { Slug } from "../words.ts";
import { Closed, Id, route } from "./route.ts";

/** The line doctor (O13): examines a line while nobody needs it, and puts what he found into its settings when he is told to. */
export const doctorRoutes = {
  doctorReports: route({
    method: "GET",
    path: "/api/doctor/reports",
    right: "change-settings",
    summary: "Examinations of lines, newest first",
    query: Type.Object({
      line: Type.Optional(Slug),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    reply: Type.Array(DoctorReport),
  }),
  doctorReport: route({
    method: "GET",
    path: "/api/doctor/reports/:id",
    right: "change-settings",
    summary: "One examination, also while it is under way",
    params: Id,
    reply: DoctorReport,
  }),
  examineLine: route({
    method: "POST",
    path: "/api/doctor/examine",
    right: "change-settings",
    summary:
      "Examine a line or a telephone now; with another line of ours the two call each other. Refused while one of them is in use",
    /** With `phone`, `line` is a telephone that somebody stands beside. `tests`: what else is done, for it costs money. */
    body: Type.Object(
      {
        line: Slug,
        phone: Type.Optional(Type.Boolean()),
        partner: Type.Optional(Slug),
        tests: Type.Optional(Type.Array(Type.Enum(doctorChoices), { maxItems: doctorChoices.length })),
      },
      { additionalProperties: false },
    ),
    reply: Closed({ id: Type.String() }),
  }),
  stopExamination: route({
    method: "POST",
    path: "/api/doctor/stop",
    right: "change-settings",
    summary: "End the examination that is under way",
  }),
  doctorProposal: route({
    method: "GET",
    path: "/api/doctor/reports/:id/proposal",
    right: "change-settings",
    summary: "What would change in the line's settings if what was found were taken over; changes nothing",
    params: Id,
    reply: Closed({ revision: Type.Integer(), before: FoundHabits, after: FoundHabits, plan: Type.Array(PlanStep) }),
  }),
  takeProposal: route({
    method: "POST",
    path: "/api/doctor/reports/:id/take-over",
    right: "change-settings",
    summary: "Put what was found into the line's settings; `revision` is the proposal's",
    params: Id,
    body: Type.Object({ revision: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
    reply: SettingsApplied,
  }),
} as const;

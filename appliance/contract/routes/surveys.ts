import Type from "typebox";
import { ScoreRow, ScoreSummary } from "../survey.ts";
import { Id, route } from "./route.ts";

const Name = Type.String({ maxLength: 40 });
/** Moments in milliseconds, `to` not included. */
const which = {
  from: Type.Integer(),
  to: Type.Integer(),
  survey: Type.Optional(Name),
  queue: Type.Optional(Name),
  agent: Type.Optional(Name),
};

export const surveysRoutes = {
  scores: route({
    method: "GET",
    path: "/api/scores",
    right: "supervise",
    summary: "What callers answered, newest first",
    query: Type.Object({
      ...which,
      question: Type.Optional(Name),
      value: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
      /** Only those that the survey's limit calls low, or matters not settled. */
      low: Type.Optional(Type.Literal("1")),
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
    reply: Type.Array(ScoreRow),
  }),
  scoreSummary: route({
    method: "GET",
    path: "/api/scores/summary",
    right: "supervise",
    summary: "How often each answer was given, by survey, question, queue and agent",
    query: Type.Object(which),
    reply: ScoreSummary,
  }),
  scoresCsv: route({
    method: "GET",
    path: "/api/scores/csv",
    right: "supervise",
    summary: "Every answer as a table, oldest first; at most the newest 10 000",
    query: Type.Object({ ...which, language: Type.Optional(Type.Union([Type.Literal("zh"), Type.Literal("en")])) }),
    reply: Type.Unknown(),
    media: "text/csv",
  }),
  callScores: route({
    method: "GET",
    path: "/api/calls/:id/scores",
    right: "see-live",
    summary: "What the caller answered after this call",
    params: Id,
    reply: Type.Array(ScoreRow),
  }),
  handToSurvey: route({
    method: "POST",
    path: "/api/calls/:id/survey",
    right: "be-agent",
    summary: "Hand the caller over to the queue's survey; the agent is free",
    params: Id,
  }),
} as const;

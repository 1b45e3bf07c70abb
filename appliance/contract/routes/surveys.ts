import Type from "typebox";
import { Id, route } from "./route.ts";

/** Replies are rows of contract/survey.ts. */
export const surveysRoutes = {
  scores: route({
    method: "GET",
    path: "/api/scores",
    right: "supervise",
    summary: "What callers answered, newest first",
    query: Type.Object({
      from: Type.Integer(),
      to: Type.Integer(),
      queue: Type.Optional(Type.String({ maxLength: 40 })),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
  }),
  callScores: route({
    method: "GET",
    path: "/api/calls/:id/scores",
    right: "see-live",
    summary: "What the caller answered after this call",
    params: Id,
  }),
  handToSurvey: route({
    method: "POST",
    path: "/api/calls/:id/survey",
    right: "be-agent",
    summary: "Hand the caller over to the queue's survey; the agent is free",
    params: Id,
  }),
} as const;

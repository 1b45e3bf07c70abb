import Type from "typebox";
import { AgentStateRow } from "../records.ts";
import { Id, route } from "./route.ts";

export const agentsRoutes = {
  agentLogin: route({
    method: "POST",
    path: "/api/agents/:id/login",
    right: "be-agent",
    summary: "Log an agent in at a phone",
    params: Id,
    body: Type.Object({ phone: Type.String({ maxLength: 8 }) }),
  }),
  agentLogout: route({
    method: "POST",
    path: "/api/agents/:id/logout",
    right: "be-agent",
    summary: "Log an agent out",
    params: Id,
  }),
  agentReady: route({ method: "POST", path: "/api/agents/:id/ready", right: "be-agent", summary: "Ready for calls", params: Id }),
  agentNotReady: route({
    method: "POST",
    path: "/api/agents/:id/not-ready",
    right: "be-agent",
    summary: "Not ready, with a reason",
    params: Id,
    body: Type.Object({ reason: Type.String({ maxLength: 40 }) }),
  }),
  agentWrapUpDone: route({
    method: "POST",
    path: "/api/agents/:id/wrap-up-done",
    right: "be-agent",
    summary: "End wrap-up early",
    params: Id,
  }),
  extendWrapUp: route({
    method: "POST",
    path: "/api/agents/:id/extend-wrap-up",
    right: "be-agent",
    summary: "Make the present wrap-up longer, within the site's limit",
    params: Id,
    body: Type.Object({ bySec: Type.Integer({ minimum: 5, maximum: 3600 }) }),
  }),
  forceAgent: route({
    method: "POST",
    path: "/api/agents/:id/force",
    right: "supervise",
    summary: "Make an agent ready, not ready or logged out, with a reason",
    params: Id,
    body: Type.Object({
      to: Type.Union([Type.Literal("ready"), Type.Literal("not-ready"), Type.Literal("logged-out")]),
      /** In one's own words; kept in the agent's history. */
      why: Type.String({ minLength: 1, maxLength: 200 }),
      /** Code of a not-ready reason; "supervisor" without it. */
      reason: Type.Optional(Type.String({ maxLength: 40 })),
    }),
  }),
  agentHistory: route({
    method: "GET",
    path: "/api/agents/:id/history",
    right: "see-live",
    summary: "State history, newest first",
    params: Id,
    reply: Type.Array(AgentStateRow),
  }),
} as const;

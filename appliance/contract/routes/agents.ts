import Type from "typebox";
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
  agentHistory: route({
    method: "GET",
    path: "/api/agents/:id/history",
    right: "see-live",
    summary: "State history, newest first",
    params: Id,
  }),
} as const;

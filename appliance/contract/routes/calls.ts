import Type from "typebox";
import { Id, route } from "./route.ts";

export const callsRoutes = {
  calls: route({
    method: "GET",
    path: "/api/calls",
    right: "see-live",
    summary: "Call records, newest first",
    query: Type.Object({
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      caller: Type.Optional(Type.String({ maxLength: 40 })),
      queue: Type.Optional(Type.String({ maxLength: 40 })),
      agent: Type.Optional(Type.String({ maxLength: 40 })),
    }),
  }),
  call: route({
    method: "GET",
    path: "/api/calls/:id",
    right: "see-live",
    summary: "One call: record, trace, recordings",
    params: Id,
  }),
  callLadder: route({
    method: "GET",
    path: "/api/calls/:id/ladder",
    right: "see-live",
    summary: "The call's SIP messages",
    params: Id,
  }),
  hangupCall: route({ method: "POST", path: "/api/calls/:id/hangup", right: "supervise", summary: "End a call", params: Id }),
} as const;

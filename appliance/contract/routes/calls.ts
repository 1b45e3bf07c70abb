import Type from "typebox";
import { LadderEntry } from "../ladder.ts";
import { CallRecord, RecordingRow, TraceEntry } from "../records.ts";
import { Closed, Id, route } from "./route.ts";

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
    reply: Type.Array(CallRecord),
  }),
  call: route({
    method: "GET",
    path: "/api/calls/:id",
    right: "see-live",
    summary: "One call: record, trace, recordings",
    params: Id,
    reply: Closed({ record: CallRecord, trace: Type.Array(TraceEntry), recordings: Type.Array(RecordingRow) }),
  }),
  callLadder: route({
    method: "GET",
    path: "/api/calls/:id/ladder",
    right: "see-live",
    summary: "The call's SIP messages",
    params: Id,
    reply: Type.Array(LadderEntry),
  }),
  hangupCall: route({ method: "POST", path: "/api/calls/:id/hangup", right: "supervise", summary: "End a call", params: Id }),
} as const;

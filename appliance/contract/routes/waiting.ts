import Type from "typebox";
import { CallbackRow } from "../callback.ts";
import { Closed, Id, route, Words } from "./route.ts";

const Slug = Type.String({ minLength: 1, maxLength: 60 });

/** Those who wait: where they stand, why, and what a supervisor does with them. */
export const waitingRoutes = {
  callbacks: route({
    method: "GET",
    path: "/api/callbacks",
    right: "see-live",
    summary: "Callbacks, newest request first",
    query: Type.Object({
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      queue: Type.Optional(Slug),
      number: Type.Optional(Type.String({ maxLength: 40 })),
      state: Type.Optional(
        Type.Union(
          (["waiting", "ringing", "dialling", "done", "failed", "withdrawn", "expired"] as const).map((s) => Type.Literal(s)),
        ),
      ),
    }),
    reply: Type.Array(CallbackRow),
  }),
  callbackCancel: route({
    method: "POST",
    path: "/api/callbacks/:id/cancel",
    right: "supervise",
    summary: "The customer is not called back any more",
    params: Id,
  }),
  callbackFront: route({
    method: "POST",
    path: "/api/callbacks/:id/front",
    right: "supervise",
    summary: "Move a callback before all others of its queue",
    params: Id,
  }),
  callbackNow: route({
    method: "POST",
    path: "/api/callbacks/:id/now",
    right: "supervise",
    summary: "Make the next attempt without waiting for its time",
    params: Id,
  }),
  callbackNumber: route({
    method: "POST",
    path: "/api/callbacks/:id/number",
    right: "supervise",
    summary: "Call another number",
    params: Id,
    body: Type.Object({ number: Type.String({ pattern: "^\\+?[0-9]{2,20}$" }) }),
  }),
  moveWaiting: route({
    method: "POST",
    path: "/api/waiting/:id/move",
    right: "supervise",
    summary: "Move a waiting caller (by his call) to another queue, to a place in the line, or to an agent",
    params: Id,
    /** One of the three. */
    body: Type.Object({
      queue: Type.Optional(Slug),
      place: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      agent: Type.Optional(Slug),
    }),
  }),
  closeQueue: route({
    method: "POST",
    path: "/api/queues/:id/close",
    right: "supervise",
    summary: "Let nobody more into a queue: until it is opened, or until a moment",
    params: Id,
    body: Type.Object({ untilMs: Type.Optional(Type.Integer({ minimum: 0 })) }),
  }),
  openQueue: route({
    method: "POST",
    path: "/api/queues/:id/open",
    right: "supervise",
    summary: "Open a queue that was closed by hand",
    params: Id,
  }),
  whyWaiting: route({
    method: "GET",
    path: "/api/queues/:id/waiting/:call/why",
    right: "see-live",
    summary: "Why this caller waits: a verdict on every agent of the queue",
    params: Type.Object({ id: Slug, call: Type.String({ minLength: 1, maxLength: 100 }) }),
    reply: Closed({
      summary: Words,
      expectedWaitMs: Type.Optional(Type.Number()),
      agents: Type.Array(Closed({ agent: Type.String(), name: Type.String(), words: Words })),
    }),
  }),
  whyIdle: route({
    method: "GET",
    path: "/api/agents/:id/why-idle",
    right: "see-live",
    summary: "Why this agent gets no call: one row for each of his queues",
    params: Id,
    reply: Type.Array(Closed({ queue: Type.String(), waiting: Type.Integer(), why: Type.String(), words: Words })),
  }),
} as const;

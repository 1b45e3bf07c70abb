import Type from "typebox";
import { WebhookDelivery, WebhookState } from "../public-event.ts";
import { Closed, Id, Password, route } from "./route.ts";

export const eventsRoutes = {
  /** WebSocket: first `{type: "hello", seq, lostUntil?}`, then PublicEvents. */
  eventStream: route({
    method: "GET",
    path: "/api/events",
    right: "see-live",
    summary: "What happens, for other programs, by WebSocket; from a number on",
    query: Type.Object({
      from: Type.Optional(Type.Integer({ minimum: 0 })),
      /** Separated by commas; without it, all. */
      types: Type.Optional(Type.String({ maxLength: 1000, pattern: "^[a-z.,-]+$" })),
    }),
    reply: Type.Unknown(),
    media: "websocket",
  }),
  webhooks: route({
    method: "GET",
    path: "/api/webhooks",
    right: "change-settings",
    summary: "How far each webhook has heard, and what keeps it",
    reply: Closed({ webhooks: Type.Array(WebhookState), secrets: Type.Array(Type.String()) }),
  }),
  webhookLog: route({
    method: "GET",
    path: "/api/webhooks/:id/log",
    right: "change-settings",
    summary: "The latest POSTs of a webhook and their answers",
    params: Id,
    reply: Type.Array(WebhookDelivery),
  }),
  testWebhook: route({
    method: "POST",
    path: "/api/webhooks/:id/test",
    right: "change-settings",
    summary: "Post a test event now and say what was answered",
    params: Id,
    reply: Closed({ delivered: Type.Boolean(), status: Type.Optional(Type.Integer()), text: Type.String() }),
  }),
  retryWebhook: route({
    method: "POST",
    path: "/api/webhooks/:id/retry",
    right: "change-settings",
    summary: "Try a failing webhook now",
    params: Id,
  }),
  setWebhookSecret: route({
    method: "PUT",
    path: "/api/secrets/webhooks/:id",
    right: "change-settings",
    summary: "Signing secret of a webhook; without one given it is made and returned once",
    params: Id,
    body: Type.Object({ secret: Type.Optional(Password) }),
    reply: Closed({ secret: Type.Optional(Type.String()) }),
  }),
} as const;

import Type from "typebox";
import { Bulletin, BulletinTo, importances } from "../bulletins.ts";
import { Closed, Id, route } from "./route.ts";

const Slug = Type.String({ minLength: 1, maxLength: 60 });
const Importance = Type.Enum(importances);
const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
/**
 * Texts between seats (B9, B10), also to an agent in a call. Agents send to an agent or to a queue of theirs;
 * to all, as urgent, or to be acknowledged only who may supervise. Everybody sees what is meant for him and what he sent.
 */
export const bulletinsRoutes = {
  bulletins: route({
    method: "GET",
    path: "/api/bulletins",
    right: "be-agent",
    summary: "Bulletins, newest first: one's own, and all for who may supervise",
    query: Type.Object({
      agent: Type.Optional(Slug),
      /** Found in its text, or in who sent it. */
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      before: Type.Optional(Moment),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    reply: Type.Array(Bulletin),
  }),
  bulletin: route({
    method: "GET",
    path: "/api/bulletins/:id",
    right: "be-agent",
    summary: "One bulletin, and who has read it when",
    params: Id,
    reply: Bulletin,
  }),
  sendBulletin: route({
    method: "POST",
    path: "/api/bulletins",
    right: "be-agent",
    summary: "Send a text to an agent, to a queue's agents, or to all",
    body: Type.Object(
      {
        text: Type.String({ minLength: 1, maxLength: 1_000 }),
        to: BulletinTo,
        importance: Type.Optional(Importance),
        mustAcknowledge: Type.Optional(Type.Boolean()),
        /** Shown until then: a day without it, thirty days at most. */
        untilMs: Type.Optional(Moment),
      },
      { additionalProperties: false },
    ),
    reply: Closed({ id: Type.String() }),
  }),
  readBulletin: route({
    method: "POST",
    path: "/api/bulletins/:id/read",
    right: "be-agent",
    summary: "It was shown to whom it is meant for",
    params: Id,
  }),
  acknowledgeBulletin: route({
    method: "POST",
    path: "/api/bulletins/:id/acknowledge",
    right: "be-agent",
    summary: "Whom it is meant for has understood",
    params: Id,
  }),
  withdrawBulletin: route({
    method: "POST",
    path: "/api/bulletins/:id/withdraw",
    right: "be-agent",
    summary: "Take it back: by the sender, or by who may supervise",
    params: Id,
  }),
} as const;

import Type from "typebox";
import { textGroupNames, textStates } from "../text-states.ts";
import { TextRow } from "../texts.ts";
import { Closed, Id, route } from "./route.ts";

const Recipient = Type.String({ pattern: "^\\+?[0-9]{3,20}$" });
const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** Text messages (S1, S2, S3, S6). Agents see what came in and what they asked for; who may supervise sees all, and alone sends to many at once. */
export const textsRoutes = {
  texts: route({
    method: "GET",
    path: "/api/texts",
    right: "be-agent",
    summary: "Text messages, in and out, newest first",
    query: Type.Object({
      direction: Type.Optional(Type.Enum(["in", "out"])),
      state: Type.Optional(Type.Enum(textStates)),
      /** Several states at once, as people look for them. */
      group: Type.Optional(Type.Enum(textGroupNames)),
      number: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      /** Found in its text or number. */
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      before: Type.Optional(Moment),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    reply: Type.Array(TextRow),
  }),
  text: route({
    method: "GET",
    path: "/api/texts/:id",
    right: "be-agent",
    summary: "One text message, and what has become of it",
    params: Id,
    reply: TextRow,
  }),
  sendTexts: route({
    method: "POST",
    path: "/api/texts",
    right: "be-agent",
    summary: "Send a text to a number, or to many",
    body: Type.Object(
      {
        to: Type.Array(Recipient, { minItems: 1, maxItems: 500 }),
        text: Type.String({ minLength: 1, maxLength: 2_000 }),
      },
      { additionalProperties: false },
    ),
    /** One for each number, in the order given; a number named twice gets one. */
    reply: Closed({ ids: Type.Array(Type.String()) }),
  }),
  cancelText: route({
    method: "POST",
    path: "/api/texts/:id/cancel",
    right: "be-agent",
    summary: "Don't send what still waits; give up what is unsure",
    params: Id,
  }),
  resendText: route({
    method: "POST",
    path: "/api/texts/:id/resend",
    right: "be-agent",
    summary: "Send again what failed or is unsure; an unsure one may arrive twice",
    params: Id,
  }),
} as const;

import Type from "typebox";
import { MessageRow } from "../voicemail.ts";
import { Closed, Id, route } from "./route.ts";

const Page = {
  before: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

/** Agents see the boxes they own, by name or by queue; supervisors all. */
export const voicemailRoutes = {
  voicemailBoxes: route({
    method: "GET",
    path: "/api/voicemail-boxes",
    right: "be-agent",
    summary: "Voicemail boxes and what is in them",
    reply: Type.Array(
      Closed({
        id: Type.String(),
        name: Type.String(),
        new: Type.Integer(),
        heard: Type.Integer(),
        full: Type.Boolean(),
        /** Recorded by its owner, by phone or in the browser. */
        greeting: Type.Boolean(),
        pin: Type.Boolean(),
        /** One owns it, by name or by queue. */
        mine: Type.Boolean(),
      }),
    ),
  }),
  messages: route({
    method: "GET",
    path: "/api/voicemail-boxes/:id/messages",
    right: "be-agent",
    summary: "Messages of a box, newest first; deleted ones only when they are asked for",
    params: Id,
    query: Type.Object({
      ...Page,
      state: Type.Optional(Type.Union([Type.Literal("new"), Type.Literal("heard"), Type.Literal("deleted")])),
    }),
    reply: Type.Array(MessageRow),
  }),
  message: route({
    method: "GET",
    path: "/api/messages/:id",
    right: "be-agent",
    summary: "One message",
    params: Id,
    reply: MessageRow,
  }),
  markMessage: route({
    method: "POST",
    path: "/api/messages/:id/mark",
    right: "be-agent",
    summary: "Mark a message as heard or new; a kept one does not go by itself",
    params: Id,
    body: Type.Object({
      state: Type.Union([Type.Literal("new"), Type.Literal("heard")]),
      kept: Type.Optional(Type.Boolean()),
    }),
  }),
  deleteMessage: route({
    method: "DELETE",
    path: "/api/messages/:id",
    right: "be-agent",
    summary: "Delete a message; its recording stays until retention takes it",
    params: Id,
  }),
  transcribeMessage: route({
    method: "POST",
    path: "/api/messages/:id/transcribe",
    right: "be-agent",
    summary: "Have a message written down, or once more",
    params: Id,
  }),
  messageAudio: route({
    method: "GET",
    path: "/api/messages/:id/audio",
    right: "be-agent",
    summary: "The message's WAV file; supports ranges",
    params: Id,
    reply: Type.Unknown(),
    media: "audio/wav",
  }),
  greetingSound: route({
    method: "GET",
    path: "/api/voicemail-boxes/:id/greeting",
    right: "be-agent",
    summary: "The greeting that its owner recorded, as callers hear it; supports ranges",
    params: Id,
    reply: Type.Unknown(),
    media: "audio/wav",
  }),
  putGreeting: route({
    method: "PUT",
    path: "/api/voicemail-boxes/:id/greeting",
    right: "be-agent",
    summary: "Upload a greeting (any format, also the browser's own), at most two minutes; it is converted and in use at once",
    params: Id,
    soundBytes: 20_000_000,
    reply: Closed({ durationMs: Type.Number() }),
  }),
  dropGreeting: route({
    method: "DELETE",
    path: "/api/voicemail-boxes/:id/greeting",
    right: "be-agent",
    summary: "Use the box's own greeting again instead of the recorded one",
    params: Id,
  }),
  setVoicemailPin: route({
    method: "PUT",
    path: "/api/secrets/voicemail-boxes/:id",
    right: "be-agent",
    summary: "PIN by which a box is heard from any phone; stored as a hash",
    params: Id,
    body: Type.Object({ pin: Type.String({ pattern: "^[0-9]{4,12}$" }) }),
  }),
} as const;

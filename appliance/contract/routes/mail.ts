import Type from "typebox";
import { MailRow } from "../mail.ts";
import { Closed, Id, Password, route } from "./route.ts";

export const mailRoutes = {
  mails: route({
    method: "GET",
    path: "/api/mails",
    right: "change-settings",
    summary: "Mail on its way and what became of it, newest first",
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
    reply: Type.Array(MailRow),
  }),
  mailAgain: route({
    method: "POST",
    path: "/api/mails/:id/again",
    right: "change-settings",
    summary: "Try a mail again from the beginning",
    params: Id,
  }),
  testMail: route({
    method: "POST",
    path: "/api/mails/test",
    right: "change-settings",
    summary: "Send a test mail at once, by the settings in force; five a minute",
    body: Type.Object({ to: Type.String({ pattern: '^[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,190}$', maxLength: 255 }) }),
    /** `said`: how the mail server took it, in its own words. */
    reply: Closed({ sent: Type.Boolean(), said: Type.Optional(Type.String()), fault: Type.Optional(Type.String()) }),
  }),
  setMailSecret: route({
    method: "PUT",
    path: "/api/secrets/mail",
    right: "change-settings",
    summary: "Password at the mail server; stored encrypted",
    body: Type.Object({ password: Password }),
  }),
} as const;

import Type from "typebox";
import { Slug } from "../words.ts";
import { route } from "./route.ts";

const Phone = Type.String({ pattern: "^[0-9]{2,8}$" });
const When = Type.Union([Type.Literal("always"), Type.Literal("hours"), Type.Literal("busy"), Type.Literal("noAnswer")]);
const To = Type.String({ pattern: "^[0-9+]{1,40}$" });

/** One's own phone: the one where one is logged in, or one's usual desk. Supervisors act for any. */
export const phoneFeaturesRoutes = {
  setForward: route({
    method: "PUT",
    path: "/api/phones/:id/forward/:when",
    right: "be-agent",
    summary: "Forward direct calls to a phone; `noAnswer` takes `afterMs` (20 s without), `hours` wants `calendar` and `while`",
    params: Type.Object({ id: Phone, when: When }),
    body: Type.Object({
      /** As the phone itself would dial it. */
      to: To,
      afterMs: Type.Optional(Type.Integer({ minimum: 5_000, maximum: 120_000 })),
      calendar: Type.Optional(Slug),
      while: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("closed")])),
    }),
  }),
  dropForward: route({
    method: "DELETE",
    path: "/api/phones/:id/forward/:when",
    right: "be-agent",
    summary: "Take back one kind of forwarding, or `all`",
    params: Type.Object({ id: Phone, when: Type.Union([When, Type.Literal("all")]) }),
  }),
  setDoNotDisturb: route({
    method: "PUT",
    path: "/api/phones/:id/do-not-disturb",
    right: "be-agent",
    summary: "Leave a phone in peace: direct calls hear busy, who is logged in there is not ready",
    params: Type.Object({ id: Phone }),
    body: Type.Object({ on: Type.Boolean() }),
  }),
} as const;

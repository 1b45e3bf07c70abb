import Type from "typebox";
import { Settings } from "../settings.ts";
import { SettingsApplied } from "../settings-change.ts";
import { Closed, Id, Password, route } from "./route.ts";

export const settingsRoutes = {
  settings: route({
    method: "GET",
    path: "/api/settings",
    right: "change-settings",
    summary: "The settings document in force; ETag is its revision",
    reply: Closed({
      revision: Type.Integer(),
      settings: Settings,
      pending: Type.Optional(Closed({ confirmByMs: Type.Number() })),
      /** Which are set, by whose they are. */
      secrets: Closed({
        trunks: Type.Array(Type.String()),
        phones: Type.Array(Type.String()),
        lines: Type.Array(Type.String()),
        /** Of accounts for texts. */
        gateways: Type.Array(Type.String()),
        /** "password", "key" of the box's certificate. */
        mqtt: Type.Array(Type.String()),
        mail: Type.Array(Type.String()),
        /** Of a drachtio server that takes the place of the box's own. */
        server: Type.Array(Type.String()),
      }),
    }),
  }),
  /** If-Match holds the revision it was made from; `?dry-run` stops after the plan. */
  putSettings: route({
    method: "PUT",
    path: "/api/settings",
    right: "change-settings",
    summary: "Plan and apply a whole new document",
    query: Type.Object({ "dry-run": Type.Optional(Type.String()) }),
    body: Settings,
    reply: SettingsApplied,
  }),
  confirmSettings: route({
    method: "POST",
    path: "/api/settings/confirm",
    right: "change-settings",
    summary: "Keep a change that would otherwise return",
  }),
  setServerSecret: route({
    method: "PUT",
    path: "/api/secrets/sip-server",
    right: "change-settings",
    summary: "Secret of a drachtio server that takes the place of the box's own; stored encrypted",
    body: Type.Object({ secret: Password }),
  }),
  setTrunkSecret: route({
    method: "PUT",
    path: "/api/secrets/trunks/:id",
    right: "change-settings",
    summary: "Password of a registering trunk, or of an account at a gateway; stored encrypted",
    params: Id,
    body: Type.Object({ password: Password }),
  }),
  setGatewaySecret: route({
    method: "PUT",
    path: "/api/secrets/gateways/:id",
    right: "change-settings",
    summary: "Password of the account for texts at a gateway; stored encrypted",
    params: Id,
    body: Type.Object({ password: Password }),
  }),
  setLinePin: route({
    method: "PUT",
    path: "/api/secrets/lines/:id",
    right: "change-settings",
    summary: "PIN of the SIM in a modem; stored encrypted, entered only while at least two tries are left",
    params: Id,
    body: Type.Object({ pin: Type.String({ pattern: "^[0-9]{4,8}$" }) }),
  }),
  setPhoneSecret: route({
    method: "PUT",
    path: "/api/secrets/phones/:id",
    right: "change-settings",
    summary: "SIP password of a phone; stored as digest hashes. Without `password` one is made and returned once",
    params: Id,
    body: Type.Object({ password: Type.Optional(Password) }),
    reply: Closed({ password: Type.Optional(Type.String()) }),
  }),
} as const;

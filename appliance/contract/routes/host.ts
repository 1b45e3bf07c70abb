import Type from "typebox";
import { HostView } from "../host-view.ts";
import { Password, route } from "./route.ts";

export const hostRoutes = {
  host: route({
    method: "GET",
    path: "/api/host",
    right: "supervise",
    summary: "What the box feels, and its connection to the MQTT broker",
    reply: HostView,
  }),
  setMqttSecret: route({
    method: "PUT",
    path: "/api/secrets/mqtt",
    right: "change-settings",
    summary: "Password at the MQTT broker, and the private key (PEM) of the box's certificate; stored encrypted",
    body: Type.Object({
      password: Type.Optional(Password),
      key: Type.Optional(Type.String({ maxLength: 20_000, pattern: "^\\s*-----BEGIN [A-Z ]*PRIVATE KEY-----" })),
    }),
  }),
} as const;

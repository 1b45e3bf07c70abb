import Type, { type Static } from "typebox";
import { JudgedReading } from "./host.ts";
import { MqttLink } from "./mqtt.ts";
import { Bilingual } from "./words.ts";

const closed = { additionalProperties: false } as const;

/** The machine as it is at this moment. Without `atMs` nothing was read yet. */
export const HostView = Type.Object(
  {
    atMs: Type.Optional(Type.Number()),
    readings: Type.Array(JudgedReading),
    mqtt: MqttLink,
    hardware: Type.Object({ model: Type.String(), name: Bilingual }, closed),
    versions: Type.Object({ linebox: Type.String(), node: Type.String(), kernel: Type.String() }, closed),
  },
  closed,
);
export type HostView = Static<typeof HostView>;

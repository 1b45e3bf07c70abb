import type { MqttLink } from "../../contract/mqtt.ts";

export type HostPort = {
  mqtt(): MqttLink;
  /** Password and key for the broker were stored. */
  setMqttSecret(which: "password" | "key", value: string): Promise<void>;
};

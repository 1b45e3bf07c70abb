import type { HostView } from "../../contract/host-view.ts";

export type HostPort = {
  view(): HostView;
  /** Password and key for the broker were stored. */
  setMqttSecret(which: "password" | "key", value: string): Promise<void>;
};

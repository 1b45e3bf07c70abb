import type { PortNews } from "../ports/port.ts";
import type { TapCell } from "../ports/port-tap.ts";
import type { OpenSerial } from "../ports/serial-link.ts";
import type { DeviceRoots } from "./find-ports.ts";
import type { GsmEvent, ModemConfig } from "./gsm-config.ts";

/** What a modem is made of. */
export type ModemParts = {
  config: ModemConfig;
  roots: DeviceRoots;
  openSerial: OpenSerial;
  nowMs(): number;
  hear(news: PortNews): void;
  own(event: GsmEvent): void;
  alarm(code: string, raised: boolean, text: string): void;
  note(level: "info" | "warn", text: string): void;
  tap?: TapCell;
};

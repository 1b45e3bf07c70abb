import type { LineEvent } from "../../../appliance/contract/line.ts";
import type { DahdiCommand, DahdiConfig, DahdiEvent, Socket } from "../../../appliance/edge/dahdi/dahdi-config.ts";
import { DriverProcess } from "../../../appliance/edge/ports/driver-process.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import type { DahdiCard } from "./dahdi-card.ts";

export type DrivenCard = {
  driver: DriverProcess<DahdiConfig, DahdiCommand, DahdiEvent>;
  alarms: Set<string>;
  notes: string[];
  /** The box's settings name other sockets. */
  use(sockets: Socket[]): void;
};

/** The box's driver of cards, in its process, over a simulated card. */
export const driveCard = (card: DahdiCard, sockets: Socket[], hear: (event: LineEvent) => void): DrivenCard =>
  driveChannels(card.directory, sockets, hear);

/** The same over whatever answers in the directory of the channels. */
export function driveChannels(root: string, sockets: Socket[], hear: (event: LineEvent) => void): DrivenCard {
  const alarms = new Set<string>();
  const notes: string[] = [];
  const config: DahdiConfig = {
    root,
    mediaAddress: "127.0.0.1",
    country: "CN",
    timeZone: "Asia/Shanghai",
    lamps: [],
    sockets,
  };
  const driver = new DriverProcess<DahdiConfig, DahdiCommand, DahdiEvent>({
    name: "cards",
    program: new URL("../../../appliance/edge/dahdi/dahdi-process.ts", import.meta.url),
    clock: new HostClock(),
    config,
    lost: () => {},
    host: {
      line: hear,
      own: () => {},
      raise: (code, subject) => void alarms.add(`${code} ${subject}`),
      clear: (code, subject) => void alarms.delete(`${code} ${subject}`),
      health: () => {},
      note: (_level, text) => void notes.push(text),
    },
  });
  return { driver, alarms, notes, use: (wanted) => driver.configure({ ...config, sockets: wanted }) };
}

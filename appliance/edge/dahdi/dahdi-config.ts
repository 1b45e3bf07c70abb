import type { ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import type { HardwareProfile } from "../../contract/hardware.ts";
import type { AnalogLine, AnalogPhone } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";

export type Socket = { kind: "fxo"; channel: number; line: AnalogLine } | { kind: "fxs"; channel: number; phone: AnalogPhone };

/** What the driver's process is told. */
export type DahdiConfig = {
  /** Directory of the channels' files: /dev/dahdi. */
  root: string;
  /** Address of the media plane's sockets. */
  mediaAddress: string;
  /** ISO 3166: whose tones the exchange gives, and telephones hear. */
  country: string;
  /** Where the box stands: telephones are told the time with who calls. */
  timeZone: string;
  /** Telephones messages wait for. */
  lamps: string[];
  sockets: Socket[];
};

/** The line doctor's orders, and what he sees. */
export type DahdiCommand = { do: "probe"; line: LineId; order: ProbeOrder };
export type DahdiEvent = { on: "probe"; line: LineId; saw: ProbeSaw };

/** Which sockets of the profile are used, and for what. What is switched off, or names no socket of its kind, is left out. */
export function socketsOf(
  { lines = [], analogPhones = [] }: Pick<Settings, "lines" | "analogPhones">,
  profile: HardwareProfile,
): Socket[] {
  const channelOf = (id: string, driver: "fxo" | "fxs"): number | undefined => {
    const port = profile.ports.find((one) => one.id === id && one.driver === driver);
    return port && "channel" in port ? port.channel : undefined;
  };
  const sockets: Socket[] = [];
  for (const line of lines) {
    const channel = channelOf(line.port, "fxo");
    if (line.kind === "analog-line" && line.enabled && channel !== undefined) sockets.push({ kind: "fxo", channel, line });
  }
  for (const phone of analogPhones) {
    const channel = channelOf(phone.port, "fxs");
    if (channel !== undefined) sockets.push({ kind: "fxs", channel, phone });
  }
  return sockets;
}

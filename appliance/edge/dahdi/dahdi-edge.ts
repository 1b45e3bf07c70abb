import type { HardwareProfile } from "../../contract/hardware.ts";
import type { LineCommand, Party } from "../../contract/line.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { DriverHost } from "../ports/driver-messages.ts";
import { DriverProcess } from "../ports/driver-process.ts";
import type { PortEdge } from "../ports/port-edge.ts";
import { type DahdiCommand, type DahdiConfig, type DahdiEvent, type Socket, socketsOf } from "./dahdi-config.ts";

export type DahdiEdgeParts = {
  clock: Clock;
  profile: HardwareProfile;
  settings: Settings;
  /** Directory of the channels' files; /dev/dahdi without it. */
  root?: string;
  mediaAddress: string;
  host: Omit<DriverHost<DahdiEvent>, "nowMs">;
};

/** The analog lines and telephones of the box. Its process runs only when the profile and the settings have some. */
export class DahdiEdge implements PortEdge {
  readonly #parts: DahdiEdgeParts;
  readonly #lamps = new Set<PhoneId>();
  #config: DahdiConfig;
  #process: DriverProcess<DahdiConfig, DahdiCommand, DahdiEvent> | undefined;

  constructor(parts: DahdiEdgeParts) {
    this.#parts = parts;
    this.#config = this.#configOf(parts.settings);
    this.#begin();
  }

  owns(party: Party): boolean {
    return this.#config.sockets.some((socket) => isAt(socket, party));
  }

  configure(settings: Settings): void {
    this.#config = this.#configOf(settings);
    if (this.#process) this.#process.configure(this.#config);
    else this.#begin();
  }

  perform(command: LineCommand): void {
    if (command.do === "line.messages") this.#lamp(command.phone, command.waiting > 0);
    else if (this.#process) this.#process.line(command);
    else if (command.do === "line.dial")
      this.#parts.host.line({ on: "line.ended", leg: command.leg, why: "line-failed", by: "box" });
  }

  /** False when nobody can take it. */
  own(command: DahdiCommand): boolean {
    return this.#process?.own(command) ?? false;
  }

  /** Told as a setting, so that a process that is started again lights it again. */
  #lamp(phone: PhoneId, isOn: boolean): void {
    if (isOn) this.#lamps.add(phone);
    else this.#lamps.delete(phone);
    this.#config = { ...this.#config, lamps: [...this.#lamps] };
    this.#process?.configure(this.#config);
  }

  async gauges(): Promise<Record<string, number>> {
    const gauges = (await this.#process?.gauges()) ?? {};
    return Object.fromEntries(Object.entries(gauges).map(([what, n]) => [`analog.${what}`, n]));
  }

  async stop(why: string): Promise<void> {
    await this.#process?.stop(why);
  }

  #begin(): void {
    if (this.#config.sockets.length === 0) return;
    const { clock, host } = this.#parts;
    this.#process = new DriverProcess<DahdiConfig, DahdiCommand, DahdiEvent>({
      name: "cards",
      program: new URL("./dahdi-process.ts", import.meta.url),
      clock,
      config: this.#config,
      host,
      lost: () => this.#lost(),
    });
  }

  /** Until it is back, no line of it takes a call. */
  #lost(): void {
    for (const socket of this.#config.sockets) {
      if (socket.kind === "fxs") {
        this.#parts.host.line({ on: "phone.state", phone: socket.phone.phone as PhoneId, contacts: [] });
        continue;
      }
      const line = socket.line.id as Extract<Party, { kind: "line" }>["line"];
      const words = { en: "The cards' process is started again.", zh: "板卡进程正在重新启动。" };
      this.#parts.host.line({ on: "line.state", line, state: "down", text: words.en, words, busy: 0 });
    }
  }

  #configOf(settings: Settings): DahdiConfig {
    const { profile, root = "/dev/dahdi", mediaAddress } = this.#parts;
    const { country, timeZone } = settings.site;
    return { root, mediaAddress, country, timeZone, lamps: [...this.#lamps], sockets: socketsOf(settings, profile) };
  }
}

const isAt = (socket: Socket, party: Party): boolean =>
  socket.kind === "fxo"
    ? party.kind === "line" && party.line === socket.line.id
    : party.kind === "phone" && party.phone === socket.phone.phone;

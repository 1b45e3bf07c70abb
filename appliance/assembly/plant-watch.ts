import { join } from "node:path";
import type { Logger } from "pino";
import type { BoxEvent } from "../contract/effects.ts";
import type { Bus, HardwareProfile } from "../contract/hardware.ts";
import type { Settings } from "../contract/settings.ts";
import { resolveDevices } from "../core/plant/resolve-devices.ts";
import type { FieldbusConfig, Written } from "../edge/modbus/fieldbus-config.ts";
import { FieldbusEdge } from "../edge/modbus/fieldbus-edge.ts";
import type { Clock } from "../runtime/clock.ts";
import { type AlarmBoard, FoundAlarms } from "./found-alarms.ts";
import { type RegisterMaps, readRegisterMaps } from "./register-maps.ts";

export type PlantWatchParts = {
  profile: HardwareProfile;
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** Directory with `dev`, where it isn't the machine's own. */
  devices?: string;
  hear(event: BoxEvent): void;
} & AlarmBoard;

/** Devices on the buses of this box, as far as settings, register maps and profile fit together. The buses' process runs only where there are some. */
export class PlantWatch {
  readonly maps: RegisterMaps;
  readonly #parts: PlantWatchParts;
  readonly #misfits: FoundAlarms;
  #edge: FieldbusEdge | undefined;

  constructor(parts: PlantWatchParts) {
    this.#parts = parts;
    this.maps = readRegisterMaps();
    for (const fault of this.maps.faults) parts.log.warn({ fault }, "register map");
    this.#misfits = new FoundAlarms("device-setup", parts);
    this.configure(parts.settings);
  }

  get buses(): readonly Bus[] {
    return this.#parts.profile.buses;
  }

  /** The process the buses live in; none while no device is set. */
  get edge(): FieldbusEdge | undefined {
    return this.#edge;
  }

  configure({ plant }: Settings): void {
    const { devices, faults } = resolveDevices(plant, this.maps.maps, this.buses);
    const set = plant?.devices ?? [];
    this.#misfits.tell(
      new Map([...faults].map(([device, what]) => [device, `${set.find((d) => d.id === device)?.name ?? device}: ${what}`])),
      set.map(({ id }) => id),
    );
    this.#parts.hear({ on: "plant.set", devices });
    const config: FieldbusConfig = { buses: this.buses.map((bus) => this.#placed(bus)), devices };
    if (this.#edge) this.#edge.configure(config);
    else if (devices.length > 0) this.#edge = this.#open(config);
  }

  write(device: string, point: string, value: number): Promise<Written> {
    return this.#edge?.write({ device, point, value }) ?? Promise.resolve({ ok: false, why: "bus-down" });
  }

  gauges(): Promise<Record<string, number>> {
    return this.#edge?.gauges() ?? Promise.resolve({});
  }

  async stop(why: string): Promise<void> {
    await this.#edge?.stop(why);
  }

  #open(config: FieldbusConfig): FieldbusEdge {
    const { clock, log, hear, raise, clear } = this.#parts;
    return new FieldbusEdge({
      clock,
      config,
      tell: hear,
      host: {
        line: () => {},
        raise,
        clear,
        health: (port, values) => log.debug({ port, values }, "bus"),
        note: (level, text) => log[level](text),
      },
    });
  }

  #placed(bus: Bus): Bus {
    const { devices } = this.#parts;
    return devices !== undefined && "tty" in bus.at ? { ...bus, at: { ...bus.at, tty: join(devices, bus.at.tty) } } : bus;
  }
}

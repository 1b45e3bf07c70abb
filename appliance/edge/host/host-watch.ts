import { join } from "node:path";
import type { HardwareProfile } from "../../contract/hardware.ts";
import type { HostReading, HostSettings } from "../../contract/host.ts";
import type { Clock } from "../../runtime/clock.ts";
import { askUps } from "./ask-ups.ts";
import { readMachine } from "./read-machine.ts";
import { readSensors } from "./read-sensors.ts";
import { readSmart } from "./read-smart.ts";
import { upsReadings } from "./ups-readings.ts";

export type HostWatchParts = {
  clock: Clock;
  /** Directory with `proc` and `sys` where they aren't the machine's own. */
  devices?: string;
  data: string;
  cores: number;
  profile: HardwareProfile;
  settings(): HostSettings;
  /** The machine's own clock. */
  wallMs(): number;
  /** Ids an alarm stood about when the box began: they are wanted though they may not have been seen well yet. */
  seen: string[];
  measured(readings: HostReading[]): void;
};

const everyMs = 5_000;
const smartEveryMs = 3_600_000;
const upsPort = 3_493;

/** Looks every few seconds how the machine is. One look after the other: a slow sensor delays the next, never doubles it. */
export class HostWatch {
  readonly #parts: HostWatchParts;
  readonly #seenUp: Set<string>;
  #smart: HostReading[] = [];
  #smartAtMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: HostWatchParts) {
    this.#parts = parts;
    this.#seenUp = new Set(parts.seen);
  }

  start(): void {
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { clock, measured } = this.#parts;
    const readings = await this.#read();
    if (this.#stopped) return;
    measured(readings);
    this.#cancel = clock.at(clock.nowMs() + everyMs, () => this.start());
  }

  async #read(): Promise<HostReading[]> {
    const { devices, data, cores, profile, wallMs, settings } = this.#parts;
    const [proc, sys] = [join(devices ?? "/", "proc"), join(devices ?? "/", "sys")];
    const name = settings().ups?.name ?? profile.cabinet.ups;
    const { host = "127.0.0.1", port = upsPort } = settings().ups ?? {};
    const ups = name === undefined ? [] : upsReadings(name, await askUps({ host, port, name }));
    const [machine, sensors] = await Promise.all([readMachine({ proc, sys, data, cores }, wallMs()), readSensors(sys)]);
    await this.#askDisks(sys);
    return [...this.#fitted([...machine, ...sensors]), ...this.#smart, ...ups];
  }

  /** Disks are asked seldom: it wakes them. */
  async #askDisks(sys: string): Promise<void> {
    const { clock, devices } = this.#parts;
    if (devices !== undefined || clock.nowMs() - this.#smartAtMs < smartEveryMs) return;
    this.#smartAtMs = clock.nowMs();
    this.#smart = await readSmart(sys);
  }

  /** Empty sockets are no fault: links and fans are held against their limits only where they are wanted. What the profile names must be there. */
  #fitted(readings: HostReading[]): HostReading[] {
    const { profile, settings } = this.#parts;
    const named = new Set(profile.cabinet.sensors);
    const wanted = settings().interfaces;
    const fitted = readings.filter(({ id, kind, label, value = 0 }) => {
      if (value > 0) this.#seenUp.add(id);
      if (kind === "fan") return named.has(label) || this.#seenUp.has(id);
      if (kind === "network") return wanted ? wanted.includes(label) : this.#seenUp.has(id);
      return true;
    });
    const there = new Set(readings.filter(({ value }) => value !== undefined).map(({ label }) => label));
    for (const label of named)
      fitted.push({
        id: `sensor:${label}`,
        kind: "sensor",
        label,
        value: there.has(label) ? 1 : 0,
        text: there.has(label) ? "" : label,
      });
    for (const label of wanted ?? [])
      if (!fitted.some(({ id }) => id === `network:${label}`))
        fitted.push({ id: `network:${label}`, kind: "network", label, value: 0, text: "not there" });
    if (profile.cabinet.rtc && !readings.some(({ kind }) => kind === "rtc"))
      fitted.push({ id: "sensor:rtc", kind: "sensor", label: "RTC", value: 0, text: "RTC" });
    return fitted;
  }
}

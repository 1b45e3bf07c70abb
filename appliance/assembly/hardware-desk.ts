import { stringify } from "yaml";
import type { FoundHardware, HardwareDifference, HardwareLook, HardwareView } from "../contract/found-hardware.ts";
import type { HardwareProfile } from "../contract/hardware.ts";
import type { Settings } from "../contract/settings.ts";
import { compareHardware } from "../core/hardware/compare-hardware.ts";
import { placeOf, proposeProfile } from "../core/hardware/propose-profile.ts";
import { gatewayPorts } from "../core/lines/gateway-ports.ts";
import type { Clock } from "../runtime/clock.ts";
import { findHardware, type MachineRoots } from "./find-hardware.ts";
import { type AlarmBoard, FoundAlarms } from "./found-alarms.ts";
import type { Hardware } from "./hardware.ts";
import type { PortHealth } from "./port-health.ts";

export type HardwareDeskParts = {
  hardware: Hardware;
  roots: MachineRoots;
  clock: Clock;
  health: PortHealth;
  settings(): Settings;
} & AlarmBoard;

/** What is plugged in or out is noticed within this. */
const everyMs = 30_000;

/** The box's knowledge of its own parts: what it was told is there, what shows, and the difference, which is an alarm and never keeps it from serving the rest. */
export class HardwareDesk {
  readonly #parts: HardwareDeskParts;
  readonly #differs: FoundAlarms;
  #differences: HardwareDifference[] = [];
  #cancel: (() => void) | undefined;

  constructor(parts: HardwareDeskParts) {
    this.#parts = parts;
    this.#differs = new FoundAlarms("hardware-differs", parts);
  }

  start(): void {
    this.#look();
    const { clock } = this.#parts;
    this.#cancel = clock.at(clock.nowMs() + everyMs, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  look(): HardwareLook {
    const { profile } = this.#parts.hardware;
    const found = this.#look();
    const proposed = proposeProfile(found, profile);
    return { found, differences: this.#differences, proposed, file: profileFile(proposed) };
  }

  view(): HardwareView {
    const { hardware, health } = this.#parts;
    const { lines = [], analogPhones = [], gateways, phones } = this.#parts.settings();
    const users = new Map<string, NonNullable<HardwareView["ports"][number]["usedBy"]>>();
    for (const { port, id, name, enabled } of lines) users.set(port, { as: "line", id, name, enabled });
    for (const { port, phone } of analogPhones)
      users.set(port, { as: "phone", id: phone, name: phones.find((p) => p.id === phone)?.name ?? phone, enabled: true });
    const ofProfile = hardware.profile.ports.map((port) => ({ id: port.id, driver: port.driver, place: placeOf(port) }));
    const ofGateways = [...gatewayPorts(gateways).values()].map(({ id, gateway, number }) => ({
      id,
      driver: "gateway" as const,
      place: `${gateway.name} ${number}`,
    }));
    const ports = [...ofProfile, ...ofGateways].map((port) => {
      const usedBy = users.get(port.id);
      return { ...port, ...(usedBy ? { usedBy } : {}), health: health.of(port.id) };
    });
    const { model, name } = hardware.profile;
    const called = { zh: name.zh ?? name.en ?? model, en: name.en ?? name.zh ?? model };
    const fault = hardware.fault === undefined ? {} : { fault: hardware.fault };
    return { model, name: called, ...fault, ports, differences: this.#differences };
  }

  #look(): FoundHardware {
    const { hardware, roots } = this.#parts;
    const { ports } = hardware.profile;
    const found = findHardware(roots);
    this.#differences = compareHardware(hardware.profile, found);
    const wrong = this.#differences.filter(({ kind }) => kind === "missing" || kind === "other");
    const placed = (subject: string): string => {
      const port = ports.find((p) => p.id === subject);
      return port ? `${subject} (${placeOf(port)})` : subject;
    };
    this.#differs.tell(
      new Map(wrong.map(({ subject }) => [subject, placed(subject)])),
      ports.map((port) => port.id),
    );
    return found;
  }
}

/** A profile as a file under hw-profiles is written. */
export const profileFile = (profile: HardwareProfile): string =>
  stringify(profile, { lineWidth: 120, flowCollectionPadding: true });

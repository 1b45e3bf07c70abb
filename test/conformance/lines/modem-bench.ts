import type { HardwareProfile, ModemFamily, ModemPort } from "../../../appliance/contract/hardware.ts";
import type { LineCommand, LineEvent } from "../../../appliance/contract/line.ts";
import type { ModemLine } from "../../../appliance/contract/line-settings.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { GsmEvent } from "../../../appliance/edge/gsm/gsm-config.ts";
import { GsmEdge } from "../../../appliance/edge/gsm/gsm-edge.ts";
import type { LegId, LineId } from "../../../appliance/kit/ids.ts";
import { HostClock } from "../../../appliance/runtime/host-clock.ts";
import type { ModemFaults } from "../../sim/modem/modem-faults.ts";
import { ModemSim } from "../../sim/modem/modem-sim.ts";
import { ModemSockets } from "../../sim/modem/modem-sockets.ts";
import type { SimCard } from "../../sim/modem/sim-card.ts";

export type OpenModem = {
  family: ModemFamily;
  faults?: ModemFaults;
  sim?: SimCard;
  pin?: string;
  /** More of its profile and settings. */
  port?: Partial<ModemPort>;
  line?: Partial<ModemLine>;
};

const backAfterMs = 200;
export const usbPathOf = (n: number): string => `1-1.${n}`;
export const lineOf = (n: number): LineId => `sim${n}` as LineId;
const imeiOf = (n: number): string => `8612345678901${String(n).padStart(2, "0")}`;

/** Simulated modems in their sockets, and the driver in its process on the other side of the ptys. The first is number 1. */
export class ModemBench {
  readonly sockets = new ModemSockets();
  readonly modems: readonly ModemSim[];
  readonly edge: GsmEdge;
  readonly own: GsmEvent[] = [];
  /** `+code line` and `-code line` as they come. */
  readonly alarms: string[] = [];
  readonly notes: string[] = [];
  readonly health = new Map<string, Record<string, number | string>>();
  readonly #ears = new Map<LineId, (event: LineEvent) => void>();
  readonly #lineOfLeg = new Map<LegId, LineId>();

  constructor(wanted: readonly OpenModem[]) {
    const { sockets } = this;
    this.modems = wanted.map(({ family, faults, sim }, i) => new ModemSim(family, faults, sim, imeiOf(i + 1)));
    this.modems.forEach((modem, i) => {
      const usbPath = usbPathOf(i + 1);
      modem.onRestart = () => this.#offTheBus(usbPath, modem);
      sockets.plugIn(usbPath, modem);
    });
    const ports = wanted.map(({ family, port }, i) => ({
      id: `gsm${i + 1}`,
      driver: "gsm-modem",
      usbPath: usbPathOf(i + 1),
      family,
      ...port,
    }));
    const lines = wanted.map(({ line }, i) => ({
      id: lineOf(i + 1),
      name: "SIM",
      kind: "gsm-modem",
      enabled: true,
      port: `gsm${i + 1}`,
      order: 1,
      callsOut: true,
      ...line,
    }));
    const pins = new Map(wanted.map(({ pin }, i) => [lineOf(i + 1), pin]));
    this.edge = new GsmEdge({
      clock: new HostClock(),
      profile: { ports } as unknown as HardwareProfile,
      settings: { lines } as unknown as Settings,
      mediaAddress: "127.0.0.1",
      roots: sockets.roots,
      pinOf: (line) => pins.get(line),
      host: {
        line: (event) => this.#told(event),
        own: (event) => this.own.push(event),
        raise: (code, subject) => this.alarms.push(`+${code} ${subject}`),
        clear: (code, subject) => this.alarms.push(`-${code} ${subject}`),
        health: (port, values) => this.health.set(port, { ...this.health.get(port), ...values }),
        note: (level, text) => this.notes.push(`${level}: ${text}`),
      },
    });
  }

  /** The box's side of a line: what it hears of it, and how it commands it. */
  side(n: number, hear: (event: LineEvent) => void): (command: LineCommand) => void {
    this.#ears.set(lineOf(n), hear);
    return (command) => {
      if (command.do === "line.dial") this.#lineOfLeg.set(command.leg, lineOf(n));
      this.edge.perform(command);
    };
  }

  pull(n: number): void {
    this.sockets.pullOut(usbPathOf(n), this.modems[n - 1]!);
  }
  putBack(n: number): void {
    this.sockets.plugIn(usbPathOf(n), this.modems[n - 1]!);
  }

  /** Alarms raised and not cleared. */
  get raised(): string[] {
    const now = new Set<string>();
    for (const alarm of this.alarms) {
      if (alarm.startsWith("+")) now.add(alarm.slice(1));
      else now.delete(alarm.slice(1));
    }
    return [...now];
  }

  async stop(): Promise<void> {
    await this.edge.stop("the test is over");
    for (let n = 1; n <= this.modems.length; n++) this.pull(n);
    this.sockets.close();
  }

  #offTheBus(usbPath: string, modem: ModemSim): void {
    setTimeout(() => {
      this.sockets.pullOut(usbPath, modem);
      this.sockets.plugIn(usbPath, modem);
    }, backAfterMs);
  }

  #told(event: LineEvent): void {
    const line = this.#lineOfEvent(event);
    if (line !== undefined) this.#ears.get(line)?.(event);
  }

  #lineOfEvent(event: LineEvent): LineId | undefined {
    if (event.on === "line.state") return event.line;
    if (event.on === "line.ringing" && event.party.kind === "line") this.#lineOfLeg.set(event.leg, event.party.line);
    return "leg" in event ? this.#lineOfLeg.get(event.leg) : undefined;
  }
}

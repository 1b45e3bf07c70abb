import type { Driver, DriverHost } from "../ports/driver-messages.ts";
import { BusRunner, type OpenBus } from "./bus-runner.ts";
import type { FieldbusCommand, FieldbusConfig, FieldbusEvent } from "./fieldbus-config.ts";

/** All buses of the box. They know nothing of each other. */
export class FieldbusDriver implements Driver<FieldbusConfig, FieldbusCommand> {
  readonly #host: DriverHost<FieldbusEvent>;
  readonly #open: OpenBus;
  readonly #runners = new Map<string, { runner: BusRunner; at: string }>();
  #config: FieldbusConfig = { buses: [], devices: [] };

  constructor(host: DriverHost<FieldbusEvent>, open: OpenBus) {
    this.#host = host;
    this.#open = open;
  }

  configure(config: FieldbusConfig): void {
    this.#config = config;
    const wanted = new Map(config.buses.map((bus) => [bus.id, bus]));
    for (const [id, { runner, at }] of this.#runners) {
      const bus = wanted.get(id);
      if (bus && JSON.stringify(bus.at) === at && config.devices.some((d) => d.bus === id)) continue;
      this.#runners.delete(id);
      void runner.stop();
    }
    for (const bus of wanted.values()) {
      const devices = config.devices.filter((d) => d.bus === bus.id);
      const known = this.#runners.get(bus.id);
      if (known) known.runner.configure(devices);
      else if (devices.length > 0) {
        const runner = new BusRunner(
          {
            bus,
            open: (at, ears) => this.#listened(bus.id, at, ears),
            nowMs: () => this.#host.nowMs(),
            tell: (event) => this.#host.own(event),
            note: (text) => this.#host.note("info", text),
          },
          devices,
        );
        this.#runners.set(bus.id, { runner, at: JSON.stringify(bus.at) });
      }
    }
  }

  /** No calls come over a bus. */
  line(): void {}

  own(command: FieldbusCommand): void {
    const bus = this.#config.devices.find((d) => d.id === command.device)?.bus;
    const known = bus === undefined ? undefined : this.#runners.get(bus);
    if (known) known.runner.write(command);
    else this.#host.own({ on: "written", id: command.id, ok: false, why: "unknown" });
  }

  gauges(): Record<string, number> {
    const runners = [...this.#runners.values()].map(({ runner }) => runner);
    const sum = (of: (runner: BusRunner) => number): number => runners.reduce((all, r) => all + of(r), 0);
    return { buses: runners.length, silent: sum((r) => r.silent) };
  }

  /** What passes over the bus is heard by a capture, when there is one. */
  async #listened(bus: string, ...[at, ears]: Parameters<OpenBus>): ReturnType<OpenBus> {
    const { tap } = this.#host;
    if (!tap) return this.#open(at, ears);
    const link = await this.#open(at, {
      data(bytes) {
        tap.now?.heard(bus, "in", bytes);
        ears.data(bytes);
      },
      closed: (why) => ears.closed(why),
    });
    return {
      write(bytes) {
        tap.now?.heard(bus, "out", bytes);
        link.write(bytes);
      },
      get waitingBytes() {
        return link.waitingBytes;
      },
      close: () => link.close(),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#runners.values()].map(({ runner }) => runner.stop()));
  }
}

import type { Clock } from "../../runtime/clock.ts";
import type { DriverHost } from "../ports/driver-messages.ts";
import { DriverProcess } from "../ports/driver-process.ts";
import type { TapChunk } from "../ports/port-tap.ts";
import type { FieldbusCommand, FieldbusConfig, FieldbusEvent, Written } from "./fieldbus-config.ts";

export type FieldbusEdgeParts = {
  clock: Clock;
  config: FieldbusConfig;
  host: Omit<DriverHost<FieldbusEvent>, "nowMs" | "own">;
  tell(event: Exclude<FieldbusEvent, { on: "written" }>): void;
};

/** Three waits of the slowest device, the writes before it, and some. */
const writeLimitMs = 30_000;
const mostWrites = 100;

/** The buses of the box, in a process of their own. */
export class FieldbusEdge {
  readonly #parts: FieldbusEdgeParts;
  readonly #process: DriverProcess<FieldbusConfig, FieldbusCommand, FieldbusEvent>;
  readonly #writes = new Map<string, (written: Written) => void>();
  #config: FieldbusConfig;
  #lastWrite = 0;

  constructor(parts: FieldbusEdgeParts) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#process = new DriverProcess({
      name: "fieldbus",
      program: new URL("./fieldbus-process.ts", import.meta.url),
      clock: parts.clock,
      config: parts.config,
      host: { ...parts.host, own: (event) => this.#hear(event) },
      lost: () => this.#lost(),
    });
  }

  get processId(): number | undefined {
    return this.#process.processId;
  }

  configure(config: FieldbusConfig): void {
    this.#config = config;
    this.#process.configure(config);
  }

  /** Resolves with what was read back, or why it can't be said that it is written. */
  write(what: Omit<FieldbusCommand, "do" | "id">): Promise<Written> {
    if (this.#writes.size >= mostWrites) return Promise.resolve({ ok: false, why: "busy" });
    const { clock } = this.#parts;
    const id = `w${++this.#lastWrite}`;
    return new Promise((resolve) => {
      const done = (written: Written): void => {
        callOff();
        this.#writes.delete(id);
        resolve(written);
      };
      const callOff = clock.at(clock.nowMs() + writeLimitMs, () => done({ ok: false, why: "unsure" }));
      this.#writes.set(id, done);
      if (!this.#process.own({ do: "write", id, ...what })) done({ ok: false, why: "bus-down" });
    });
  }

  /** Hears what passes over the buses, until it is called with nothing. */
  tap(hear: ((chunk: TapChunk) => void) | undefined): void {
    this.#process.tap(hear);
  }

  gauges(): Promise<Record<string, number>> {
    return this.#process.gauges();
  }

  stop(why: string): Promise<void> {
    return this.#process.stop(why);
  }

  #hear(event: FieldbusEvent): void {
    if (event.on !== "written") {
      this.#parts.tell(event);
      return;
    }
    const { on: _, id, ...written } = event;
    this.#writes.get(id)?.(written as Written);
  }

  #lost(): void {
    for (const done of [...this.#writes.values()]) done({ ok: false, why: "unsure" });
    for (const bus of new Set(this.#config.devices.map((d) => d.bus)))
      this.#parts.tell({ on: "plant.bus", bus, up: false, why: "" });
  }
}

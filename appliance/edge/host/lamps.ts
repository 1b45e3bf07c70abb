import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Light, Lights } from "../../core/host/lights.ts";

export type LampsParts = {
  /** Names under /sys/class/leds. */
  names: { [L in keyof Lights]?: string };
  sys: string;
  /** A lamp can't be written. */
  fault(lamp: string, text: string): void;
};
const blinkMs: Record<"slow" | "fast", number> = { slow: 900, fast: 200 };

/** The lamps of the cabinet (Documentation/leds/leds-class): each is written when it is to show something else. */
export class Lamps {
  readonly #parts: LampsParts;
  readonly #shown = new Map<keyof Lights, Light>();
  #wanted: Lights | undefined;
  #writing: Promise<void> | undefined;

  constructor(parts: LampsParts) {
    this.#parts = parts;
  }

  show(lights: Lights): void {
    this.#wanted = lights;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** All out: whoever looks sees that nothing runs. */
  async stop(): Promise<void> {
    this.show({ run: "off", alarm: "off", lines: "off" });
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (let again = true; again; ) {
      again = false;
      for (const [lamp, name] of Object.entries(this.#parts.names) as [keyof Lights, string][]) {
        const light = this.#wanted![lamp];
        if (this.#shown.get(lamp) === light) continue;
        again = true;
        this.#shown.set(lamp, light);
        await this.#set(name, light).catch((error: Error) => this.#parts.fault(name, error.message));
      }
    }
  }

  async #set(name: string, light: Light): Promise<void> {
    const at = join(this.#parts.sys, "class/leds", name);
    const most = Number(await readFile(join(at, "max_brightness"), "utf8").catch(() => "1")) || 1;
    // A trigger that still runs would take the brightness for its own.
    await writeFile(join(at, "trigger"), "none").catch(() => {});
    await writeFile(join(at, "brightness"), light === "off" ? "0" : `${most}`);
    if (light !== "slow" && light !== "fast") return;
    // The kernel blinks, so that a lamp goes on blinking without us; where it can't, the lamp is steady.
    try {
      await writeFile(join(at, "trigger"), "timer");
      for (const file of ["delay_on", "delay_off"]) await writeFile(join(at, file), `${blinkMs[light]}`);
    } catch {
      await writeFile(join(at, "brightness"), `${most}`);
    }
  }
}

type Values = Record<string, number | string>;

const mostValues = 40;
const longestText = 200;
const nameForm = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/** The newest measured values of each port, while it is held. What is told is merged into what was told before. */
export class PortHealth {
  readonly #byPort = new Map<string, Values>();
  readonly #changed: (port: string) => void;

  constructor(changed: (port: string) => void) {
    this.#changed = changed;
  }

  tell(port: string, values: Values): void {
    const now: Values = { ...this.#byPort.get(port) };
    let news = false;
    for (const [name, value] of Object.entries(values)) {
      if (!nameForm.test(name)) continue;
      const kept = typeof value === "string" ? value.slice(0, longestText) : value;
      if (now[name] === kept || (!Object.hasOwn(now, name) && Object.keys(now).length >= mostValues)) continue;
      now[name] = kept;
      news = true;
    }
    if (!news) return;
    this.#byPort.set(port, now);
    this.#changed(port);
  }

  of(port: string): Values {
    return { ...this.#byPort.get(port) };
  }

  /** Ports that are still held: of all others nothing is known any more. */
  keep(held: ReadonlySet<string>): void {
    for (const port of [...this.#byPort.keys()]) {
      if (held.has(port)) continue;
      this.#byPort.delete(port);
      this.#changed(port);
    }
  }
}

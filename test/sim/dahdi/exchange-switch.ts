import type { CallerIdWay, ExchangeLine, ExchangeSays } from "./exchange-line.ts";

/** An exchange that connects its own lines: whoever dials the number of another is rung through to it; his own is busy. */
export class ExchangeSwitch {
  readonly #lines: ReadonlyMap<number, ExchangeLine>;
  readonly #numbers: ReadonlyMap<number, string>;
  readonly #way: CallerIdWay;
  readonly #others = new Map<number, number>();

  /** By channel; `way` is how a called line is told who calls. */
  constructor(lines: ReadonlyMap<number, ExchangeLine>, numbers: Record<number, string>, way: CallerIdWay) {
    this.#lines = lines;
    this.#numbers = new Map(Object.entries(numbers).map(([channel, number]) => [Number(channel), number]));
    this.#way = way;
  }

  /** What a line of it tells. */
  heard(channel: number, says: ExchangeSays): void {
    const other = this.#others.get(channel);
    const far = other === undefined ? undefined : this.#lines.get(other);
    if (says.on === "dialled") this.#dialled(channel, says.number);
    if (says.on === "taken") far?.answer();
    if (says.on === "heard") far?.far(says.sound);
    if (says.on !== "freed" || other === undefined) return;
    this.#others.delete(channel);
    this.#others.delete(other);
    far?.hangUp();
  }

  #dialled(channel: number, number: string): void {
    const line = this.#lines.get(channel);
    const called = [...this.#numbers].find(([, known]) => known === number)?.[0];
    if (called === undefined) return;
    const far = this.#lines.get(called);
    if (called === channel || !far?.isFree) return line?.busy();
    this.#others.set(channel, called);
    this.#others.set(called, channel);
    line?.ring();
    far.callIn(this.#numbers.get(channel) ?? "", this.#way);
  }
}

import { BoundedQueue } from "../../kit/bounded-queue.ts";

/** Pairs of ports, known by the even one (RFC 3550 11). The longest unused comes first, so that packets for a closed leg find nobody. */
export class PortPool {
  readonly #free: BoundedQueue<number>;

  constructor(from: number, to: number) {
    const first = from + (from % 2);
    this.#free = new BoundedQueue<number>(Math.max(1, Math.floor((to - first + 1) / 2)));
    for (let port = first; port + 1 <= to; port += 2) this.#free.push(port);
  }

  get free(): number {
    return this.#free.length;
  }

  take(): number | undefined {
    return this.#free.shift();
  }

  giveBack(port: number): void {
    this.#free.push(port);
  }
}

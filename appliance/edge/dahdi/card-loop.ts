import type { CardPort } from "./card-port.ts";
import { pollFor } from "./dahdi-calls.ts";
import type { PollEntry, Sys } from "./sys.ts";

/** Time goes on for the ports when no card gives a clock. */
const longestWaitMs = 100;

/** One poll over the files of all ports: sound when it is there, events before it. */
export class CardLoop {
  readonly #sys: Sys;
  readonly #nowMs: () => number;
  readonly #ports: () => readonly CardPort[];
  #isOver = false;
  readonly #done: Promise<void>;

  constructor(sys: Sys, nowMs: () => number, ports: () => readonly CardPort[]) {
    this.#sys = sys;
    this.#nowMs = nowMs;
    this.#ports = ports;
    this.#done = this.#run();
  }

  stop(): Promise<void> {
    this.#isOver = true;
    this.#sys.wake();
    return this.#done;
  }

  async #run(): Promise<void> {
    let timeAtMs = 0;
    while (!this.#isOver) {
      const ports = this.#ports();
      const entries: (PollEntry & { port: CardPort })[] = [];
      for (const port of ports)
        if (port.fd !== undefined) entries.push({ fd: port.fd, events: pollFor.in | pollFor.urgent, revents: 0, port });
      await this.#sys.poll(entries, longestWaitMs);
      if (this.#isOver) return;
      for (const { port, fd, revents } of entries) if (revents !== 0 && port.fd === fd) port.ready(revents);
      const nowMs = this.#nowMs();
      if (nowMs < timeAtMs) continue;
      timeAtMs = nowMs + longestWaitMs / 2;
      // As they are now: the settings may have changed meanwhile.
      for (const port of this.#ports()) port.time(nowMs);
    }
  }
}

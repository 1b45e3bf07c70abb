import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChannelKind } from "./card-channel.ts";
import type { FromCard, ToCard } from "./card-words.ts";
import type { ExchangeHabits } from "./exchange-line.ts";

/** An exchange of China as most are. */
export const usualHabits: ExchangeHabits = {
  reversal: false,
  toneHz: 450,
  busyMs: [350, 350],
  beforeBusyMs: 200,
  guardMs: 2200,
};

/** A card in a directory of its own, with an exchange on each FXO socket and a telephone in each FXS socket. Wants root. */
export class DahdiCard {
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(message: FromCard) => void>();
  #lastId = 0;

  private constructor(directory: string, child: ChildProcess) {
    this.directory = directory;
    this.#child = child;
    child.on("message", (message: FromCard) => {
      for (const listener of [...this.#listeners]) listener(message);
    });
  }

  static async open(sockets: Record<number, ChannelKind>, habits: Partial<ExchangeHabits> = {}): Promise<DahdiCard> {
    const directory = mkdtempSync(join(tmpdir(), "dahdi-"));
    const program = fileURLToPath(new URL("./card-process.ts", import.meta.url));
    const card = new DahdiCard(directory, fork(program, [], { serialization: "advanced" }));
    const ready = card.next((m) => m.on === "ready");
    const channels = Object.entries(sockets).map(([channel, kind]) => ({ channel: Number(channel), kind }));
    card.send({ do: "start", directory, channels, habits: { ...usualHabits, ...habits } });
    await ready;
    return card;
  }

  send(message: ToCard): void {
    this.#child.send(message);
  }

  /** Hears everything the card tells until the returned function is called. */
  listen(hear: (message: FromCard) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  next(fits: (message: FromCard) => boolean): Promise<FromCard> {
    return new Promise((resolve) => {
      const off = this.listen((message) => {
        if (!fits(message)) return;
        off();
        resolve(message);
      });
    });
  }

  async counts(): Promise<Extract<FromCard, { on: "counts" }>> {
    const answer = this.next((m) => m.on === "counts");
    this.send({ do: "counts" });
    return (await answer) as Extract<FromCard, { on: "counts" }>;
  }

  /** Says it into a pair; resolves when it was said, or the line was let go. */
  async say(channel: number, what: { samples: Int16Array } | { digits: string }): Promise<void> {
    const id = ++this.#lastId;
    const said = this.next((m) => (m.on === "line" || m.on === "handset") && m.says.on === "said" && m.says.id === id);
    this.send(
      "samples" in what ? { do: "say", channel, samples: what.samples, id } : { do: "press", channel, digits: what.digits, id },
    );
    await said;
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.#child.once("exit", done));
    this.send({ do: "stop" });
    await gone;
    rmdirSync(this.directory);
  }
}

import type { LineCommand, Party } from "../../contract/line.ts";
import type { Sentence } from "../../contract/words.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Driver, DriverHost } from "../ports/driver-messages.ts";
import type { Port, PortNews } from "../ports/port.ts";
import { PortLegs } from "../ports/port-legs.ts";
import { CardLoop } from "./card-loop.ts";
import type { CardPort } from "./card-port.ts";
import type { DahdiConfig, Socket } from "./dahdi-config.ts";
import { FxoPort } from "./fxo-port.ts";
import type { Sys } from "./sys.ts";

type Held = { socket: Socket; key: string; port: CardPort; partyOf: Party; dialPort(): Port | undefined };

/** All analog sockets of the box. */
export class DahdiDriver implements Driver<DahdiConfig, never> {
  readonly #host: DriverHost<never>;
  readonly #sys: Sys;
  readonly #loop: CardLoop;
  readonly #held = new Map<number, Held>();
  #legs: PortLegs | undefined;

  constructor(host: DriverHost<never>, sys: Sys) {
    this.#host = host;
    this.#sys = sys;
    this.#loop = new CardLoop(
      sys,
      () => host.nowMs(),
      () => [...this.#held.values()].map(({ port }) => port),
    );
  }

  configure(config: DahdiConfig): void {
    this.#legs ??= new PortLegs({
      mediaAddress: config.mediaAddress,
      nowMs: () => this.#host.nowMs(),
      hear: (event) => this.#host.line(event),
      trouble: (text) => this.#host.note("warn", text),
    });
    const wanted = new Map(config.sockets.map((socket) => [socket.channel, socket]));
    for (const [channel, held] of this.#held) {
      const socket = wanted.get(channel);
      if (socket && keyOf(socket, config) === held.key) continue;
      this.#held.delete(channel);
      void held.port.stop("settings");
      if (!socket) this.#off(held);
    }
    for (const socket of wanted.values()) if (!this.#held.has(socket.channel)) this.#add(socket, config);
    this.#sys.wake();
  }

  line(command: LineCommand): void {
    this.#legs?.perform(command, (party) => this.#portFor(party));
  }

  own(): void {}

  gauges(): Record<string, number> {
    const ports = [...this.#held.values()].map(({ port }) => port);
    return {
      calls: ports.filter((port) => port.isBusy).length,
      legs: this.#legs?.size ?? 0,
      sockets: ports.length,
      open: ports.filter((port) => port.fd !== undefined).length,
      refusedBlocks: ports.reduce((sum, port) => sum + port.refusedBlocks, 0),
    };
  }

  async stop(why: string): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ port }) => port.stop(why)));
    await this.#loop.stop();
  }

  #portFor(party: Party): Port | undefined {
    for (const held of this.#held.values()) if (isSame(held.partyOf, party)) return held.dialPort();
    return undefined;
  }

  #add(socket: Socket, { root, country, ...config }: DahdiConfig): void {
    const common = { sys: this.#sys, root, country, channel: socket.channel, nowMs: () => this.#host.nowMs() };
    const key = keyOf(socket, { root, country, ...config });
    if (socket.kind === "fxs") {
      this.#host.raise("analog-port-down", socket.phone.phone, "Telephones in sockets of a card are not served yet.");
      return;
    }
    const partyOf: Party = { kind: "line", line: socket.line.id as LineId };
    const port: FxoPort = new FxoPort({
      ...common,
      line: socket.line,
      tell: (from, news) => this.#hear(partyOf, from, news, port),
    });
    this.#held.set(socket.channel, { socket, key, port, partyOf, dialPort: () => port });
  }

  #hear(party: Party, port: Port, news: PortNews, card: CardPort): void {
    if (news.on === "health") return this.#host.health(idOf(party), { ...news.values });
    if (news.on === "state") return this.#state(party, news.state, news.words, card);
    this.#legs?.hear({ party, port }, news);
  }

  #state(party: Party, state: "up" | "down" | "off", words: Sentence, card: CardPort): void {
    const subject = idOf(party);
    if (state === "down") this.#host.raise("analog-port-down", subject, words.en);
    else this.#host.clear("analog-port-down", subject);
    if (party.kind === "line")
      this.#host.line({ on: "line.state", line: party.line, state, text: words.en, busy: card.isBusy ? 1 : 0 });
  }

  #off({ partyOf, port }: Held): void {
    this.#state(partyOf, "off", { en: "The line is switched off.", zh: "线路已停用。" }, port);
  }
}

const keyOf = (socket: Socket, { root, country }: Pick<DahdiConfig, "root" | "country">): string =>
  JSON.stringify([root, country, socket]);
const idOf = (party: Party): string => (party.kind === "line" ? party.line : party.phone);
const isSame = (one: Party, other: Party): boolean => one.kind === other.kind && idOf(one) === idOf(other);

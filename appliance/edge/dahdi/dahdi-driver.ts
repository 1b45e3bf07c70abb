import type { ProbeOrder, ProbeSaw } from "../../contract/doctor.ts";
import type { LineCommand, Party } from "../../contract/line.ts";
import type { Sentence } from "../../contract/words.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import type { Driver, DriverHost } from "../ports/driver-messages.ts";
import type { Port, PortNews } from "../ports/port.ts";
import { PortLegs } from "../ports/port-legs.ts";
import { CardLoop } from "./card-loop.ts";
import type { CardPort } from "./card-port.ts";
import type { DahdiCommand, DahdiConfig, DahdiEvent, Socket } from "./dahdi-config.ts";
import { FxoPort } from "./fxo-port.ts";
import { FxsPhone } from "./fxs-phone.ts";
import { localTimeOf } from "./local-time.ts";
import type { Sys } from "./sys.ts";

type Held = {
  socket: Socket;
  key: string;
  port: CardPort;
  partyOf: Party;
  dialPort(): Port;
  lamp?(isOn: boolean): void;
  probe?(order: ProbeOrder): void;
};

/** A telephone on two wires is always there: 9999-12-31. */
const neverMs = 253_402_214_400_000;

/** All analog sockets of the box. */
export class DahdiDriver implements Driver<DahdiConfig, DahdiCommand> {
  readonly #host: DriverHost<DahdiEvent>;
  readonly #sys: Sys;
  readonly #loop: CardLoop;
  readonly #held = new Map<number, Held>();
  #legs: PortLegs | undefined;

  constructor(host: DriverHost<DahdiEvent>, sys: Sys) {
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
    for (const { socket, lamp } of this.#held.values())
      if (socket.kind === "fxs") lamp?.(config.lamps.includes(socket.phone.phone));
    this.#sys.wake();
  }

  line(command: LineCommand): void {
    this.#legs?.perform(command, (party) => this.#portFor(party));
  }

  own({ line, order }: DahdiCommand): void {
    const held = [...this.#held.values()].find(({ partyOf }) => isSame(partyOf, { kind: "line", line }));
    if (held?.probe) held.probe(order);
    else if (order.do === "take") this.#host.own({ on: "probe", line, saw: { saw: "given-back", why: "line", atMs: 0 } });
  }

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

  #add(socket: Socket, config: DahdiConfig): void {
    const { root, country } = config;
    const common = { sys: this.#sys, root, country, channel: socket.channel, nowMs: () => this.#host.nowMs() };
    const key = keyOf(socket, config);
    if (socket.kind === "fxs") {
      const partyOf: Party = { kind: "phone", phone: socket.phone.phone as PhoneId };
      const localTime = localTimeOf(config.timeZone, common.nowMs);
      const tell = (from: Port, news: PortNews): void => this.#hear(partyOf, from, news, port);
      const port: FxsPhone = new FxsPhone({ ...common, phone: socket.phone, localTime, tell });
      const lamp = (isOn: boolean): void => port.lamp(isOn);
      this.#held.set(socket.channel, { socket, key, port, partyOf, lamp, dialPort: () => port.dialPort() });
      return;
    }
    const partyOf: Party = { kind: "line", line: socket.line.id as LineId };
    const tell = (from: Port, news: PortNews): void => this.#hear(partyOf, from, news, port);
    const line = socket.line.id as LineId;
    const saw = (saw: ProbeSaw): void => this.#host.own({ on: "probe", line, saw });
    const port: FxoPort = new FxoPort({ ...common, line: socket.line, tell, saw });
    const probe = (order: ProbeOrder): void => port.probe(order);
    this.#held.set(socket.channel, { socket, key, port, partyOf, probe, dialPort: () => port });
  }

  #hear(party: Party, port: Port, news: PortNews, card: CardPort): void {
    if (news.on === "health") return this.#host.health(idOf(party), { ...news.values });
    if (news.on === "state") return this.#state(party, news.state, news.words, card);
    this.#legs?.hear({ party, port }, news);
  }

  #state(party: Party, state: "up" | "down" | "off", words: Sentence, card: CardPort): void {
    const subject = idOf(party);
    if (state === "down") this.#host.raise("analog-port-down", subject, words);
    else this.#host.clear("analog-port-down", subject);
    if (party.kind === "line")
      return this.#host.line({ on: "line.state", line: party.line, state, text: words.en, words, busy: card.isBusy ? 1 : 0 });
    // Nobody registers on two wires: a telephone is taken to be there while its socket works.
    const contact = { address: `socket ${card.channel}`, transport: "analog", userAgent: "", expiresAtMs: neverMs };
    this.#host.line({ on: "phone.state", phone: party.phone, contacts: state === "up" ? [contact] : [] });
  }

  #off({ partyOf, port }: Held): void {
    this.#state(partyOf, "off", { en: "It is switched off.", zh: "已停用。" }, port);
  }
}

const keyOf = (socket: Socket, { root, country, timeZone }: DahdiConfig): string =>
  JSON.stringify([root, country, timeZone, socket]);
const idOf = (party: Party): string => (party.kind === "line" ? party.line : party.phone);
const isSame = (one: Party, other: Party): boolean => one.kind === other.kind && idOf(one) === idOf(other);

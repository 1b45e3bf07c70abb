import type { TextCommand, TextEvent } from "../../contract/texts.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { GatewayText } from "../../wire/gateway/gateway-text.ts";
import { readSynwayInbox, readSynwayPorts, readSynwayTaken, secondsOf, wallMsOf } from "../../wire/gateway/synway-answers.ts";
import { isTooLongForSynway, synway } from "../../wire/gateway/synway-questions.ts";
import type { GatewayHost, GatewayTextLine, PortSaid, ReadMark, TextGateway, TextLink } from "./gateway-config.ts";
import type { PatientDoor } from "./patient-door.ts";
import { Rounds } from "./rounds.ts";

type Send = Extract<TextCommand, { do: "text.send" }>;

const portsEveryMs = 10_000;
/** A text may be noted after one that came later. */
const overlapSec = 600;
/** The box knows for longer than this what came, whoever tells it again. */
const knownAgainMs = 48 * 3_600_000;
const clockAheadMs = 86_400_000;
const lastSec = secondsOf(Date.UTC(2099, 11, 31, 23, 59, 59));
const mostTold = 5_000;

/**
 * Talks with one Synway gateway, one question after another. What it says of texts it was given is in numbers whose meaning isn't public: a text it has
 * taken counts as sent, and no report follows. Its inbox is asked for by time.
 */
export class SynwayLink implements TextLink {
  readonly #gateway: TextGateway;
  readonly #door: PatientDoor;
  readonly #host: GatewayHost;
  readonly #clock: Clock;
  readonly #rounds: Rounds;
  /** What was told since the start, by port, moment and print. */
  readonly #told = new Set<string>();
  /** Seconds of a port's inbox that have been told as unreadable. */
  readonly #apart = new Map<string, Set<number>>();
  #portsAtMs = 0;
  #odd = 0;

  constructor(gateway: TextGateway, door: PatientDoor, host: GatewayHost, clock: Clock) {
    this.#gateway = gateway;
    this.#door = door;
    this.#host = host;
    this.#clock = clock;
    this.#rounds = new Rounds(clock, () => this.#round());
  }

  start(): void {
    this.#rounds.wakeIn(0);
  }

  stop(): void {
    this.#rounds.stop();
    this.#door.stop();
  }

  async send({ id, line, to, text }: Send): Promise<void> {
    const answer = (retry: "later" | "never" | "unknown", why: string): void =>
      this.#tell({ on: "text.answered", id, line, ok: false, retry, why });
    const at = this.#gateway.lines.find((one) => one.line === line);
    if (!at) return answer("later", "no gateway");
    if (isTooLongForSynway(text)) return answer("never", "too long for the gateway");
    if (!/^\+?[0-9]{1,32}$/.test(to)) return answer("never", "no number");
    const said = await this.#door.ask(synway.send({ port: at.port, to, text }));
    if (this.#rounds.stopped) return;
    if (!said.ok) return answer(said.untaken ? "later" : "unknown", said.why);
    const taken = readSynwayTaken(said.body);
    if (taken?.ok) this.#tell({ on: "text.answered", id, line, ok: true, reference: -1, whole: true });
    else if (taken) answer("later", taken.why);
    else {
      this.#host.trouble(this.#gateway.id, "no answer to a text that was sent");
      answer("unknown", "no answer");
    }
  }

  async #round(): Promise<number> {
    this.#odd = 0;
    let fault: string | undefined;
    for (const line of this.#gateway.lines) if (line.receive && !this.#rounds.stopped) fault ??= await this.#inbox(line);
    fault ??= await this.#ports();
    if (this.#rounds.stopped) return 0;
    this.#host.trouble(this.#gateway.id, fault ?? (this.#odd > 0 ? `${this.#odd} of what it said can't be` : undefined));
    return this.#gateway.everyMs;
  }

  async #inbox(at: GatewayTextLine): Promise<string | undefined> {
    const nowMs = this.#clock.nowMs();
    const mark = this.#host.known.readMark(at.name);
    const readMs = mark ? this.#host.momentOf(wallMsOf(mark.index)) : 0;
    // A moment in days to come was that of a clock gone wrong: what comes now would lie before it.
    const known = mark && readMs < nowMs + clockAheadMs ? mark : undefined;
    const overlap = nowMs - readMs < knownAgainMs ? overlapSec : -1;
    const fromSec = known ? Math.max(known.index - overlap, 0) : 0;
    let from = fromSec;
    for (const apart of [...(this.#apart.get(at.name) ?? [])].sort((a, b) => a - b)) {
      if (apart < from) continue;
      const fault = apart > from ? await this.#window(at, known, from, apart - 1) : undefined;
      if (fault !== undefined) return fault;
      from = apart + 1;
    }
    return this.#window(at, known, from, lastSec);
  }

  /** From one second to another, both with. What is too much, or can't be told apart, is asked for by halves, down to the second it comes from. */
  async #window(at: GatewayTextLine, mark: ReadMark | undefined, fromSec: number, toSec: number): Promise<string | undefined> {
    if (this.#rounds.stopped) return undefined;
    const ask = { port: at.port, fromWallMs: wallMsOf(fromSec), toWallMs: wallMsOf(toSec) };
    const said = await this.#door.ask(synway.inbox(ask));
    if (!said.ok && !said.tooLong) return said.why;
    const read = said.ok ? readSynwayInbox(said.body, at.port) : { why: "more than is read at once", apart: true as const };
    if ("items" in read) {
      this.#odd += read.odd;
      for (const text of read.items) if (text.index >= fromSec && text.index <= toSec) this.#hear(at, mark, text);
      return undefined;
    }
    if (!read.apart) return read.why;
    if (fromSec < toSec) {
      const middle = Math.floor((fromSec + toSec) / 2);
      return (await this.#window(at, mark, fromSec, middle)) ?? this.#window(at, mark, middle + 1, toSec);
    }
    this.#odd++;
    this.#apart.set(at.name, new Set(this.#apart.get(at.name)).add(fromSec));
    const unreadable = Buffer.from(said.ok ? said.body.subarray(0, 500) : []).toString("hex") || "00";
    this.#hear(at, mark, { index: fromSec, print: unreadable, unreadable });
    return undefined;
  }

  #hear(at: GatewayTextLine, mark: ReadMark | undefined, text: GatewayText): void {
    const { index, print: hex } = text;
    const key = `${at.name} ${index} ${hex}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    for (const oldest of this.#told) {
      if (this.#told.size <= mostTold) break;
      this.#told.delete(oldest);
    }
    // How far the port is read: a text noted late doesn't lie behind it again.
    const place = { line: at.line, index: Math.max(index, mark?.index ?? 0), hex, port: at.name };
    this.#tell(
      "unreadable" in text
        ? { on: "text.unreadable", place, fault: "gateway" }
        : { on: "text.arrived", place, from: text.from, text: text.text, sentAtMs: this.#host.momentOf(text.wallMs) },
    );
  }

  async #ports(): Promise<string | undefined> {
    const nowMs = this.#clock.nowMs();
    if (nowMs < this.#portsAtMs) return undefined;
    this.#portsAtMs = nowMs + portsEveryMs;
    const said = await this.#door.ask(synway.ports());
    const read = said.ok ? readSynwayPorts(said.body) : undefined;
    // Nothing is known of them now: not for the worse.
    this.#host.ports(this.#gateway.id, this.#own(read?.items ?? []));
    if (!said.ok) return said.why;
    this.#odd += read?.odd ?? 0;
    return read ? undefined : "what it says of its ports makes no sense";
  }

  #own(said: readonly ({ port: number } & PortSaid)[]): Map<number, PortSaid> {
    const ours = new Set(this.#gateway.lines.map(({ port }) => port));
    return new Map(said.filter(({ port }) => ours.has(port)).map(({ port, ...rest }) => [port, rest]));
  }

  #tell(event: TextEvent): void {
    if (!this.#rounds.stopped) this.#host.hear(event);
  }
}

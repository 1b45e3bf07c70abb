import type { TextCommand, TextEvent } from "../../contract/texts.ts";
import type { Clock } from "../../runtime/clock.ts";
import { readInbox, readPorts, readReports, readResults, readTaken } from "../../wire/gateway/dinstar-answers.ts";
import { dinstar, longestTextBytes } from "../../wire/gateway/dinstar-questions.ts";
import { userIdOf } from "../../wire/gateway/text-print.ts";
import type { GatewayHost, GatewayTextLine, TextGateway, TextLink } from "./gateway-config.ts";
import { newsOf } from "./inbox-news.ts";
import type { PatientDoor } from "./patient-door.ts";
import { Rounds } from "./rounds.ts";

type Send = Extract<TextCommand, { do: "text.send" }>;

/** What becomes of a text just sent is asked for so often. */
const hurryMs = 1_000;
const portsEveryMs = 10_000;
const reportsEveryMs = 300_000;
/** Reports of what left within this are asked for each time. */
const freshMs = 600_000;
const mostAsked = 50;
const mostPages = 200;

/** Talks with one Dinstar gateway, one question after another. */
export class DinstarLink implements TextLink {
  readonly #gateway: TextGateway;
  readonly #door: PatientDoor;
  readonly #host: GatewayHost;
  readonly #clock: Clock;
  readonly #lines: ReadonlySet<string>;
  /** Failures already told. */
  readonly #failed = new Set<string>();
  readonly #rounds: Rounds;
  #portsAtMs = 0;
  #reportsAtMs = 0;
  #odd = 0;

  constructor(gateway: TextGateway, door: PatientDoor, host: GatewayHost, clock: Clock) {
    this.#gateway = gateway;
    this.#door = door;
    this.#host = host;
    this.#clock = clock;
    this.#lines = new Set(gateway.lines.map(({ line }) => line));
    this.#rounds = new Rounds(clock, (wanted) => this.#round(wanted));
  }

  start(): void {
    this.#rounds.wakeIn(0);
  }

  stop(): void {
    this.#rounds.stop();
    this.#door.stop();
  }

  /** Ends in one `text.answered`, now or when the gateway says what became of it. */
  async send({ id, line, to, text, report }: Send): Promise<void> {
    const answer = (retry: "later" | "never" | "unknown", why: string): void =>
      this.#tell({ on: "text.answered", id, line, ok: false, retry, why });
    const at = this.#gateway.lines.find((one) => one.line === line);
    if (!at) return answer("later", "no gateway");
    if (Buffer.byteLength(text, "utf8") > longestTextBytes) return answer("never", "too long for the gateway");
    if (!/^\+?[0-9]{1,32}$/.test(to)) return answer("never", "no number");
    const said = await this.#door.ask(dinstar.send({ port: at.port, to, text, userId: userIdOf(id), report }));
    if (this.#stopped) return;
    if (!said.ok) answer(said.untaken ? "later" : "unknown", said.why);
    else {
      const taken = readTaken(said.body);
      if (!taken) {
        this.#host.trouble(this.#gateway.id, "no answer to a text that was sent");
        answer("unknown", "no answer");
      } else if (!taken.ok) answer(taken.retry, taken.why);
    }
    this.#rounds.wakeIn(hurryMs);
  }

  async #round(wanted: () => boolean): Promise<number> {
    this.#odd = 0;
    const fault = await this.#all();
    if (this.#stopped) return 0;
    const odd = this.#odd > 0 ? `${this.#odd} of what it said can't be` : undefined;
    this.#host.trouble(this.#gateway.id, fault ?? odd);
    const hurry = wanted() || this.#host.known.attempts(this.#lines).some((one) => one.hurry);
    return hurry && fault === undefined ? hurryMs : this.#gateway.everyMs;
  }

  get #stopped(): boolean {
    return this.#rounds.stopped;
  }

  /** What went wrong first; the rest is tried all the same, as long as there is a gateway. */
  async #all(): Promise<string | undefined> {
    let first: string | undefined;
    const note = (fault: string | undefined): boolean => {
      first ??= fault;
      return fault === undefined;
    };
    if (!note(await this.#results())) return first;
    note(await this.#reports());
    for (const line of this.#gateway.lines) if (line.receive && !this.#stopped) note(await this.#inbox(line));
    note(await this.#ports());
    return first;
  }

  async #results(): Promise<string | undefined> {
    const attempts = this.#host.known.attempts(this.#lines).slice(0, mostAsked);
    for (const id of this.#failed) if (!attempts.some((one) => one.id === id)) this.#failed.delete(id);
    if (attempts.length === 0) return undefined;
    const asked = attempts.map(({ id, line, to }) => ({ userId: userIdOf(id), port: this.#portOf(line), to, id, line }));
    const said = await this.#door.ask(dinstar.results(asked.map(({ userId }) => userId)));
    if (!said.ok) return said.why;
    const read = readResults(said.body, asked);
    if (!read) return "what it says of texts that were sent makes no sense";
    this.#odd += read.odd;
    for (const { userId, state, reference, left } of read.items) {
      const { id, line } = asked.find((one) => one.userId === userId)!;
      if (state === "sent" || state === "delivered")
        this.#tell({ on: "text.answered", id, line, ok: true, reference: reference ?? -1, whole: true });
      else if (state === "failed" && !this.#failed.has(id)) {
        this.#failed.add(id);
        // Parts of it may be there: it is not sent again by itself.
        this.#tell({
          on: "text.answered",
          id,
          line,
          ok: false,
          retry: left > 0 ? "unknown" : "later",
          of: "text",
          why: "gateway: failed",
        });
      }
    }
    return undefined;
  }

  async #reports(): Promise<string | undefined> {
    const nowMs = this.#clock.nowMs();
    const all = nowMs >= this.#reportsAtMs;
    const open = this.#host.known.unreported(this.#lines).filter((one) => all || nowMs - one.atMs < freshMs);
    if (all) this.#reportsAtMs = nowMs + reportsEveryMs;
    const texts = open.slice(-mostAsked).map((one) => ({ ...one, port: this.#portOf(one.line), userId: userIdOf(one.attempt) }));
    if (texts.length === 0) return undefined;
    // When it left by the gateway's own clock, without which a report of an old text with its reference would do for it.
    const said = await this.#door.ask(dinstar.results(texts.map(({ userId }) => userId)));
    if (!said.ok) return said.why;
    const left = readResults(said.body, texts);
    if (!left) return "what it says of texts that were sent makes no sense";
    for (const text of texts) {
      const known = left.items.find(({ userId }) => userId === text.userId);
      if (!known) continue;
      if (known.state === "delivered") this.#report(text, known.wallMs, known.wallMs, 0);
      else {
        const fault = await this.#reportOf(text, known.wallMs);
        if (fault !== undefined) return fault;
      }
    }
    return undefined;
  }

  async #reportOf(text: Unreported & { port: number }, sentWallMs: number): Promise<string | undefined> {
    if (text.reference < 0) return undefined;
    const said = await this.#door.ask(dinstar.delivered(text));
    if (!said.ok) return said.why;
    const read = readReports(said.body, text);
    if (!read) return "its reports make no sense";
    this.#odd += read.odd;
    const report = read.items
      .filter((one) => one.reference === text.reference && one.wallMs >= sentWallMs && one.outcome !== "trying")
      .sort((a, b) => a.wallMs - b.wallMs)[0];
    if (report) this.#report(text, sentWallMs, report.wallMs, report.status);
    return undefined;
  }

  #report({ attempt, line, to, reference }: Unreported, sentWallMs: number, doneWallMs: number, status: number): void {
    const { momentOf } = this.#host;
    const outcome = status < 32 ? "delivered" : "failed";
    const place = { line, index: 0, hex: "" };
    const [sentAtMs, doneAtMs] = [momentOf(sentWallMs), momentOf(doneWallMs)];
    this.#tell({ on: "text.reported", place, reference, to, sentAtMs, doneAtMs, outcome, status, attempt });
  }

  async #inbox(at: GatewayTextLine): Promise<string | undefined> {
    const mark = this.#host.known.readMark(at.name);
    // One that is known comes along and shows that the numbers still mean the same.
    let after = mark ? mark.index - 1 : 0;
    let whole = mark === undefined;
    for (let page = 0; page < mostPages && !this.#stopped; page++) {
      const said = await this.#door.ask(dinstar.inbox({ port: at.port, after }));
      if (!said.ok) return said.why;
      const read = readInbox(said.body, at.port);
      if (!read) return "its inbox makes no sense";
      this.#odd += read.odd;
      const anchored = mark && read.items.some(({ index, print }) => index === mark.index && print === mark.hex);
      if (mark && !whole && page === 0 && !anchored) {
        [whole, after] = [true, 0];
        continue;
      }
      for (const text of newsOf(read.items, whole ? mark : undefined, mark?.index ?? 0, this.#host.momentOf)) {
        const { index, print: hex } = text;
        this.#tell(
          "unreadable" in text
            ? { on: "text.unreadable", place: { ...this.#place(at, index), hex: text.unreadable }, fault: "gateway" }
            : {
                on: "text.arrived",
                place: { ...this.#place(at, index), hex },
                from: text.from,
                text: text.text,
                sentAtMs: this.#host.momentOf(text.wallMs),
              },
        );
      }
      if (read.last <= after) return undefined;
      after = read.last;
    }
    return undefined;
  }

  #place({ line, name }: GatewayTextLine, index: number) {
    return { line, index, port: name };
  }

  async #ports(): Promise<string | undefined> {
    const nowMs = this.#clock.nowMs();
    if (nowMs < this.#portsAtMs) return undefined;
    this.#portsAtMs = nowMs + portsEveryMs;
    const said = await this.#door.ask(dinstar.ports(this.#gateway.lines.map(({ port }) => port)));
    const read = said.ok ? readPorts(said.body) : undefined;
    // Nothing is known of them now: not for the worse.
    this.#host.ports(this.#gateway.id, new Map(read?.items.map(({ port, ...rest }) => [port, rest])));
    if (!said.ok) return said.why;
    this.#odd += read?.odd ?? 0;
    return read ? undefined : "what it says of its ports makes no sense";
  }

  #portOf(line: string): number {
    return this.#gateway.lines.find((one) => one.line === line)?.port ?? 0;
  }

  #tell(event: TextEvent): void {
    if (!this.#stopped) this.#host.hear(event);
  }
}
type Unreported = ReturnType<GatewayHost["known"]["unreported"]>[number];

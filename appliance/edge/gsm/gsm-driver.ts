import type { LineCommand, Party } from "../../contract/line.ts";
import type { Sentence } from "../../contract/words.ts";
import type { LineId } from "../../kit/ids.ts";
import type { Driver, DriverHost } from "../ports/driver-messages.ts";
import type { Port, PortNews } from "../ports/port.ts";
import { PortLegs } from "../ports/port-legs.ts";
import type { OpenSerial } from "../ports/serial-link.ts";
import type { GsmCommand, GsmConfig, GsmEvent, ModemConfig } from "./gsm-config.ts";
import { Modem } from "./modem.ts";

type Held = { config: ModemConfig; text: string; modem: Modem };

/** All modems of the box. */
export class GsmDriver implements Driver<GsmConfig, GsmCommand> {
  readonly #host: DriverHost<GsmEvent>;
  readonly #openSerial: OpenSerial;
  readonly #held = new Map<LineId, Held>();
  readonly #leaving = new Map<string, Promise<void>>();
  #legs: PortLegs | undefined;
  #wanted: GsmConfig | undefined;
  #stopped = false;

  constructor(host: DriverHost<GsmEvent>, openSerial: OpenSerial) {
    this.#host = host;
    this.#openSerial = openSerial;
  }

  configure(config: GsmConfig): void {
    this.#wanted = config;
    this.#legs ??= new PortLegs({
      mediaAddress: config.mediaAddress,
      nowMs: this.#host.nowMs,
      hear: this.#host.line,
      trouble: (text) => this.#host.note("warn", text),
    });
    const wanted = new Map(config.modems.map((one) => [one.line, JSON.stringify([one, config.roots])]));
    for (const [line, held] of [...this.#held]) {
      if (wanted.get(line) !== held.text) this.#drop(line, held);
    }
    this.#add();
  }

  line(command: LineCommand): void {
    this.#legs?.perform(command, (party: Party): Port | undefined =>
      party.kind === "line" ? this.#held.get(party.line)?.modem : undefined,
    );
  }

  own(command: GsmCommand): void {
    const held = this.#held.get(command.line);
    if (held) {
      held.modem.messages.perform(command);
      return;
    }
    const { line } = command;
    if (command.do === "sms.send")
      this.#host.own({ on: "sms.sent", id: command.id, line, ok: false, retry: "later", of: "line", why: { kind: "gone" } });
    if (command.do === "ussd.ask") this.#host.own({ on: "ussd.answer", id: command.id, line, ok: false });
  }

  gauges(): Record<string, number> {
    const modems = [...this.#held.values()];
    return {
      modems: modems.length,
      legs: this.#legs?.size ?? 0,
      calls: modems.filter(({ modem }) => modem.busy).length,
      blocksDropped: this.#legs?.blocks.dropped ?? 0,
      blocksMissing: this.#legs?.blocks.missing ?? 0,
      soundDropped: modems.reduce((sum, { modem }) => sum + modem.soundDropped, 0),
    };
  }

  async stop(why: string): Promise<void> {
    this.#stopped = true;
    for (const [line, held] of [...this.#held]) this.#drop(line, held, why);
    await Promise.all(this.#leaving.values());
  }

  /** Those that are wanted and not there; a port that is still being let go is taken when it is free. */
  #add(): void {
    if (this.#stopped || !this.#wanted) return;
    const { modems, roots } = this.#wanted;
    for (const config of modems) {
      if (this.#held.has(config.line) || this.#leaving.has(config.port.id)) continue;
      const held: Held = { config, text: JSON.stringify([config, roots]), modem: undefined as never };
      this.#held.set(config.line, held);
      held.modem = new Modem({
        config,
        roots,
        openSerial: this.#openSerial,
        nowMs: this.#host.nowMs,
        hear: (news) => this.#hear(held, news),
        own: this.#host.own,
        alarm: (code, raised, text) => (raised ? this.#host.raise(code, config.line, text) : this.#host.clear(code, config.line)),
        note: this.#host.note,
        ...(this.#host.tap ? { tap: this.#host.tap } : {}),
      });
    }
  }

  #drop(line: LineId, { config, modem }: Held, why = "the settings changed"): void {
    const left = modem.stop(why).then(() => {
      this.#leaving.delete(config.port.id);
      this.#add();
    });
    this.#leaving.set(config.port.id, left);
    this.#held.delete(line);
  }

  #state(line: LineId, state: "up" | "down" | "off", words: Sentence, modem: Modem | undefined): void {
    this.#host.line({ on: "line.state", line, state, text: words.en, words, busy: modem?.busy ? 1 : 0 });
  }

  #hear({ config, modem }: Held, news: PortNews): void {
    const { line } = config;
    switch (news.on) {
      case "state":
        this.#state(line, news.state, news.words, modem);
        return;
      case "health":
        this.#host.health(config.port.id, { ...news.values });
        return;
      default:
        this.#legs?.hear({ party: { kind: "line", line }, port: modem }, news);
    }
  }
}

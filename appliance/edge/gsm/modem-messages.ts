import type { LineId } from "../../kit/ids.ts";
import type { Family } from "../../wire/at/family.ts";
import { deleteMessage, listMessages, memory, readArrival, readMessage, sendPdu } from "../../wire/at/messages.ts";
import { ask } from "../../wire/at/script.ts";
import { readUssd, ussdCode } from "../../wire/sms/ussd.ts";
import type { AtLink } from "./at-link.ts";
import type { GsmCommand, GsmEvent } from "./gsm-config.ts";

export type ModemMessagesParts = {
  line: LineId;
  family: Family;
  own(event: GsmEvent): void;
  health(values: Record<string, number>): void;
};
type UssdTold = { ok: true; text: string; asks: boolean } | { ok: false };

/** PDUs that wait until the modem may send: whoever sends more than that waits himself. */
const mostWaiting = 50;
/** The network may take as long with a code. */
const ussdMs = 40_000;
type Send = Extract<GsmCommand, { do: "sms.send" }>;

/**
 * Messages of one modem: told of until they are deleted, sent while no call is being set up (a modem that sends does nothing else), each send answered
 * exactly once. What a message means, and whether it was told of before, is for others.
 */
export class ModemMessages {
  readonly #parts: ModemMessagesParts;
  readonly #waiting: Send[] = [];
  #at: AtLink | undefined;
  #sending = false;
  #listing = false;
  #quiet = true;
  #full = false;
  /** On their way out of the memory: told of no more. */
  readonly #deleting = new Set<string>();
  #ussd: { answer(told: UssdTold): void; limit: NodeJS.Timeout } | undefined;

  constructor(parts: ModemMessagesParts) {
    this.#parts = parts;
  }

  /** The modem is ready, or gone. What was handed over to it is answered by its script; what waits is told to come later. */
  connect(at: AtLink | undefined): void {
    this.#at = at;
    if (at) {
      this.look();
      this.#next();
      return;
    }
    this.#listing = false;
    this.#answerUssd({ ok: false });
    for (const { id } of this.#waiting.splice(0)) this.#later(id);
  }

  /** Whether nothing is being set up that mustn't wait for a message. */
  quiet(quiet: boolean): void {
    this.#quiet = quiet;
    if (quiet) this.#next();
  }

  perform(command: GsmCommand): void {
    switch (command.do) {
      case "sms.send":
        if (!this.#at || this.#waiting.length >= mostWaiting) this.#later(command.id);
        else this.#waiting.push(command);
        this.#next();
        return;
      case "sms.delete":
        this.#delete(command.index, command.hex);
        return;
      case "ussd.ask": {
        const { id } = command;
        void this.ussd(command.code).then((told) => {
          this.#parts.own({ on: "ussd.answer", id, line: this.#parts.line, ...told });
        });
        return;
      }
    }
  }

  /** A line that came by itself. */
  hear(line: string): void {
    const index = readArrival(line);
    if (index !== undefined) void this.#read(index);
    // Huawei: the memory is full.
    else if (line.startsWith("^SMMEMFULL")) this.look();
    const answer = readUssd(line, this.#parts.family.ussd);
    if (answer) this.#answerUssd(answer.ok ? { ok: true, text: answer.text, asks: answer.asks } : { ok: false });
  }

  /** All that lies in the memory; done every now and then, because announcements get lost. */
  look(): void {
    const at = this.#at;
    if (!at || this.#listing) return;
    this.#listing = true;
    void at.run(listMessages()).then(async (found) => {
      const places = await at.run(memory());
      if (at !== this.#at) return;
      this.#listing = false;
      for (const { index, hex } of found ?? []) this.#stored(index, hex);
      if (!places) return;
      this.#full = places.used >= places.total;
      this.#parts.health({ textsUsed: places.used, textsTotal: places.total });
      this.#parts.own({ on: "sms.memory", line: this.#parts.line, ...places });
    });
  }

  async #read(index: number): Promise<void> {
    const found = await this.#at?.run(readMessage(index));
    if (found) this.#stored(found.index, found.hex);
  }

  /** Each is deleted once, however often it is asked for. When all is done in a memory that was full, what came meanwhile is looked for. */
  #delete(index: number, hex: string): void {
    const [at, key] = [this.#at, `${index} ${hex}`];
    if (!at || this.#deleting.has(key)) return;
    this.#deleting.add(key);
    void at.run(deleteIfStill(index, hex)).then(() => {
      this.#deleting.delete(key);
      if (this.#full && this.#deleting.size === 0) this.look();
    });
  }

  #stored(index: number, hex: string): void {
    if (this.#deleting.has(`${index} ${hex}`)) return;
    this.#parts.own({ on: "sms.stored", line: this.#parts.line, index, hex });
  }

  #next(): void {
    const at = this.#at;
    if (!at || this.#sending || !this.#quiet) return;
    const send = this.#waiting.shift();
    if (!send) return;
    this.#sending = true;
    void at.run(sendPdu(send.hex, send.octets)).then((sent) => {
      this.#sending = false;
      this.#parts.own({ on: "sms.sent", id: send.id, line: this.#parts.line, ...sent });
      this.#next();
    });
  }

  #later(id: string): void {
    const { own, line } = this.#parts;
    own({ on: "sms.sent", id, line, ok: false, retry: "later", of: "line", why: { kind: "gone" } });
  }

  /** Asks the network by a code (TS 22.090). One at a time; whoever comes meanwhile, or while the modem isn't ready, gets no answer. */
  ussd(code: string): Promise<UssdTold> {
    const at = this.#at;
    if (!at || this.#ussd || !/^[0-9*#]{1,30}$/.test(code)) return Promise.resolve({ ok: false });
    return new Promise((done) => {
      const asked = { answer: done, limit: setTimeout(() => this.#answerUssd({ ok: false }), ussdMs) };
      this.#ussd = asked;
      // TS 27.007 7.15; 15 is the default alphabet. Quectel reads the code in the character set it was told.
      void at.run(ussdScript(this.#parts.family, code)).then((ok) => {
        if (!ok && this.#ussd === asked) this.#answerUssd({ ok: false });
      });
    });
  }

  #answerUssd(told: UssdTold): void {
    const asked = this.#ussd;
    if (!asked) return;
    this.#ussd = undefined;
    clearTimeout(asked.limit);
    asked.answer(told);
  }
}

/** The place may have been emptied and taken by another since. */
function* deleteIfStill(index: number, hex: string) {
  const found = yield* readMessage(index);
  if (found?.hex === hex) yield* deleteMessage(index);
}

function* ussdScript(family: Family, code: string) {
  if (family.ussd === "ucs2") yield* ask('+CSCS="UCS2"');
  const answer = yield* ask(`+CUSD=1,"${ussdCode(code, family.ussd)}",15`, { timeoutMs: ussdMs });
  return answer.ok;
}

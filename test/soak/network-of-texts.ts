import type { TextRow } from "../../appliance/contract/texts.ts";
import type { ModemSim } from "../sim/modem/modem-sim.ts";
import { deliverPdus, readSubmit, reportPdu } from "../sim/modem/network-pdu.ts";
import { SimCard } from "../sim/modem/sim-card.ts";
import type { NetworkAnswer, SentPdu } from "../sim/modem/sim-messages.ts";

const senders = 40;
const everyMs = 15;
/** Texts under way at once: their parts mix. */
const mixed = 6;
/** Before a modem; a centre that has more waits. */
const mostWaiting = 60;
const refusals = ["+CMS ERROR: 38", "+CMS ERROR: 41", "+CMS ERROR: 500", "ERROR"] as const;

/** The mobile network behind two modems: hands over texts with its misfortunes, takes texts, and reports on them. */
export class NetworkOfTexts {
  readonly #modems: readonly ModemSim[];
  readonly #draw: (below: number) => number;
  /** Sender and text of all that was sent to the box. */
  readonly expected = new Map<string, number>();
  readonly counts = { parts: { in: 0, out: 0 }, refused: 0, untold: 0, doubled: 0, unannounced: 0 };
  /** Waits until there is room on the SIM. */
  readonly #waiting: string[][] = [[], []];
  /** Parts of texts to us that aren't handed over yet. */
  #mix: string[][] = [];
  #toCome = 0;
  #come = 0;
  #untoldLeft: number;
  readonly #references: number[] = Array.from({ length: senders }, () => 0);
  readonly #taken: SentPdu[] = [];
  readonly #lastReference = [0, 0];
  #timer: NodeJS.Timeout | undefined;
  #tellsAll = false;

  constructor(modems: readonly ModemSim[], { untold }: { untold: number }, draw: (below: number) => number) {
    this.#modems = modems;
    this.#draw = draw;
    this.#untoldLeft = untold;
    modems.forEach((modem, i) => {
      modem.messages.network = (pdu) => this.#take(i, pdu);
    });
  }

  /** From now on every arrival is announced. */
  tellAll(): void {
    this.#tellsAll = true;
  }

  begin(toCome: number): void {
    this.#toCome = toCome;
    this.#timer = setInterval(() => this.#go(), everyMs);
  }
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Texts that went through in both directions, about. */
  get handled(): number {
    return this.#come + this.#taken.length * 0.7;
  }
  /** Nothing lies anywhere on the way to the box. */
  get idle(): boolean {
    const empty = this.#waiting.every((w) => w.length === 0) && this.#modems.every(({ sim }) => sim.stored.size === 0);
    return empty && this.#mix.length === 0 && this.#come === this.#toCome;
  }

  toSend(n: number): { to: string; text: string } {
    return { to: `+861390${String(n).padStart(7, "0")}`, text: textOf(n, "out") };
  }

  /** Whether the part a row stands at was taken. */
  hasNext(row: TextRow): boolean {
    const part = (row.marks?.length ?? 0) + 1;
    return this.#taken.some(({ hex }) => {
      const read = readSubmit(hex);
      return read.to === row.number && read.part.index === part;
    });
  }

  /** Every part of every text once, and whole. */
  wrongTaken(rows: readonly TextRow[]): string[] {
    const wrong: string[] = [];
    const byNumber = new Map<string, Map<number, string>>();
    for (const { hex } of this.#taken) {
      const { to, text, part } = readSubmit(hex);
      const parts = byNumber.get(to) ?? new Map<number, string>();
      if (parts.has(part.index)) wrong.push(`out twice: ${to} part ${part.index}`);
      byNumber.set(to, parts.set(part.index, text));
    }
    for (const { number, text } of rows) {
      const parts = [...(byNumber.get(number) ?? [])].sort(([a], [b]) => a - b).map(([, piece]) => piece);
      if (parts.join("") !== text) wrong.push(`out, not whole: ${number}`);
    }
    return wrong;
  }

  #go(): void {
    while (this.#mix.length < mixed && this.#come + this.#mix.length < this.#toCome) this.#mix.push(this.#newText());
    const [first] = this.#mix.length > 0 ? [this.#draw(this.#mix.length)] : [];
    if (first !== undefined && this.#waiting.every((w) => w.length < mostWaiting)) {
      const parts = this.#mix[first]!;
      const [hex] = parts.splice(this.#draw(parts.length), 1);
      if (parts.length === 0) {
        this.#mix.splice(first, 1);
        this.#come++;
      }
      this.#hand(hex!);
      // A centre that wasn't sure sends it again, by the other modem as well.
      if (this.#draw(100) < 5) {
        this.counts.doubled++;
        this.#hand(hex!);
      }
    }
    this.#modems.forEach((_, i) => {
      this.#deliver(i);
    });
  }

  #newText(): string[] {
    const n = this.expected.size;
    const sender = this.#draw(senders);
    const from = `+861380000${String(sender).padStart(4, "0")}`;
    const text = textOf(n, "in");
    this.expected.set(`${from} ${text}`, n);
    this.#references[sender] = (this.#references[sender]! + 1) & 255;
    const parts = deliverPdus({ from, text, reference: this.#references[sender]!, atMs: Date.now() });
    this.counts.parts.in += parts.length;
    return parts;
  }

  #hand(hex: string): void {
    this.#waiting[this.#draw(2)]!.push(hex);
  }

  /** As far as there is room, and the modem is in its socket. */
  #deliver(which: number): void {
    const modem = this.#modems[which]!;
    const waiting = this.#waiting[which]!;
    while (waiting.length > 0 && modem.sim.stored.size < SimCard.places) {
      const told = this.#draw(100) >= 3 || this.#tellsAll;
      if (!told) this.counts.unannounced++;
      modem.deliver(waiting.shift()!, told);
    }
  }

  #take(which: number, pdu: SentPdu): NetworkAnswer {
    const dice = this.#draw(1_000);
    if (dice < 30) {
      this.counts.refused++;
      return { refused: refusals[this.#draw(refusals.length)]! };
    }
    this.#taken.push(pdu);
    this.counts.parts.out++;
    const reference = (this.#lastReference[which]! + 1) & 255;
    this.#lastReference[which] = reference;
    const { to, report } = readSubmit(pdu.hex);
    if (report) this.#waiting[which]!.push(reportPdu({ reference, to, atMs: Date.now() }));
    if (dice < 40 && this.#untoldLeft > 0) {
      this.#untoldLeft--;
      this.counts.untold++;
      return "untold";
    }
    return { reference };
  }
}

const long =
  "停水通知：因管网抢修，幸福路以北、建设街以东区域将于今晚二十二时至次日六时停水，请提前储水，恢复供水初期水质可能浑浊，敬请谅解。";
/** Every text is unlike every other; short and long, in both alphabets, with what takes two places. */
function textOf(n: number, way: string): string {
  const mark = `#${way}${n}`;
  switch (n % 6) {
    case 0:
      return `${mark} ${long}${long}${long.slice(0, 30)}`;
    case 1:
      return `🚰💧${mark} 水压已恢复 👍🏽`;
    case 2:
      return `${mark} Water is back [zone ${n % 9}] {ok} ~ 12.50€`;
    case 3:
      return `${mark} ${"No water in Main Street; is it an outage? ".repeat(8)}`.trimEnd();
    case 4:
      return `${"报修：家里没水😟 ".repeat(10)}${mark}`;
    default:
      return `${mark} 您好`;
  }
}

import { SimCard } from "./sim-card.ts";

export type SentPdu = { hex: string; octets: number };

export type SimMessagesHost = {
  answer(...lines: string[]): void;
  fail(why?: string): void;
  write(text: string): void;
};

/** What the network does with a text it was handed: takes it under a reference, refuses it, or takes it and nobody is told. */
export type NetworkAnswer = { reference: number } | { refused: string } | "untold";

const escapeByte = 27;
const endOfText = 26;

/** The half of a simulated modem that has to do with messages (TS 27.005). */
export class SimMessages {
  readonly #host: SimMessagesHost;
  readonly #sim: SimCard;
  /** Taken by the network. */
  readonly sent: SentPdu[] = [];
  /** Says what becomes of the next text; the network takes all by default. */
  network: (pdu: SentPdu) => NetworkAnswer = () => ({ reference: (this.sent.length + 1) & 255 });
  #prompt: { octets: number; text: string } | undefined;

  constructor(host: SimMessagesHost, sim: SimCard) {
    this.#host = host;
    this.#sim = sim;
  }

  /** Left standing, waiting for a text. */
  stick(): void {
    this.#prompt = { octets: 0, text: "" };
  }
  reset(): void {
    this.#prompt = undefined;
  }

  /** True when the byte belongs to a text. */
  take(byte: number): boolean {
    const prompt = this.#prompt;
    if (!prompt) return false;
    if (byte === escapeByte) {
      this.#prompt = undefined;
      this.#host.write("\r\nOK\r\n");
    } else if (byte === endOfText) {
      this.#prompt = undefined;
      this.#handOver({ hex: prompt.text, octets: prompt.octets });
    } else prompt.text += String.fromCharCode(byte);
    return true;
  }

  run(command: string): boolean {
    const { stored } = this.#sim;
    const { answer, fail } = this.#host;
    const index = Number(/^\+CMG[RD]=(\d+)$/.exec(command)?.[1] ?? -1);
    const room = `${stored.size},${SimCard.places}`;
    if (/^\+(CMGF=0|CNMI=2,1,0,2,0|CSCS="UCS2")$/.test(command)) answer();
    else if (command.startsWith('+CPMS="ME"')) fail("+CMS ERROR: 302");
    else if (command.startsWith('+CPMS="SM"')) answer(`+CPMS: ${room},${room},${room}`);
    else if (command === "+CPMS?") answer(`+CPMS: "SM",${room},"SM",${room},"SM",${room}`);
    else if (command === "+CMGL=4")
      answer(...[...stored].flatMap(([place, hex]) => [`+CMGL: ${place},1,,${hex.length / 2}`, hex]));
    else if (command.startsWith("+CMGR=")) {
      const hex = stored.get(index);
      if (hex) answer(`+CMGR: 0,,${hex.length / 2}`, hex);
      else fail("+CMS ERROR: 321");
    } else if (command.startsWith("+CMGD=")) {
      stored.delete(index);
      answer();
    } else if (command.startsWith("+CMGS=")) {
      this.#prompt = { octets: Number(command.slice(6)), text: "" };
      this.#host.write("\r\n> ");
    } else return false;
    return true;
  }

  #handOver(pdu: SentPdu): void {
    const told = this.network(pdu);
    if (told !== "untold" && "refused" in told) return this.#host.fail(told.refused);
    this.sent.push(pdu);
    if (told !== "untold") this.#host.answer(`+CMGS: ${told.reference}`);
  }
}

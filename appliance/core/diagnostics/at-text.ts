import { Pseudonyms } from "./pseudonyms.ts";

export type TapDirection = "in" | "out";
const mostLine = 4_096;
const ends = new Set([0x0d, 0x0a, 0x1a, 0x1b]);

/**
 * What passes over a modem's command port, as lines. A line comes in pieces, and a secret may lie across two of them: only whole lines are told,
 * and what a line means is known from the ones before it. PINs are never told; numbers and texts only where `content` says so.
 */
export class AtText {
  readonly #content: boolean;
  readonly #names = new Pseudonyms("A");
  readonly #begun = new Map<string, { text: string; atMs: number }>();
  readonly #pdu = new Set<string>();

  constructor(content: boolean) {
    this.#content = content;
  }

  /** Lines that are over now; `atMs` is when each began. */
  take(atMs: number, port: string, direction: TapDirection, bytes: Uint8Array): { atMs: number; text: string }[] {
    const key = `${port} ${direction}`;
    let line = this.#begun.get(key) ?? { text: "", atMs };
    const lines: { atMs: number; text: string }[] = [];
    for (const byte of bytes) {
      if (!ends.has(byte)) {
        if (line.text === "") line.atMs = atMs;
        if (line.text.length < mostLine)
          line.text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
      }
      // The prompt for a text (TS 27.005 3.5.1) has no end of its own.
      const prompt = direction === "in" && line.text === "> ";
      if (!ends.has(byte) && !prompt) continue;
      const mark = byte === 0x1a ? " <Ctrl-Z>" : byte === 0x1b ? " <ESC>" : "";
      if (line.text !== "" || mark !== "") lines.push({ atMs: line.atMs, text: this.#shown(port, line.text) + mark });
      line = { text: "", atMs };
    }
    this.#begun.set(key, line);
    return lines;
  }

  #shown(port: string, line: string): string {
    const secret = /^(.*?\+(?:CPIN|CPWD|CLCK|CPIN2|EPIN|QPIN)=)/i.exec(line);
    if (secret) return `${secret[1]}[secret]`;
    if (this.#content) return line;
    if (isPdu(line)) {
      this.#pdu.delete(port);
      return `[PDU, ${line.length >> 1} octets]`;
    }
    // TS 27.005 3.4.1, 4.2: the line after it is the message.
    if (/^\+(?:CMGR|CMGL|CMT|CDS|CMGS):/i.test(line)) this.#pdu.add(port);
    else if (this.#pdu.delete(port) && !/^(?:OK|ERROR|\+CM[ES] ERROR|> )/.test(line)) return `[${line.length} characters]`;
    if (/^\+C?USD[:=]|^AT\+CUSD=/i.test(line)) return line.replace(/"[^"]*"/g, (text) => `"[${text.length - 2} characters]"`);
    // Keys that are pressed, either way, may be a caller's PIN.
    const keys = /^(AT\+VTS=|\+QTONEDET:|\+RXDTMF:|\^DDTMF:|\+DTMF:|\+CREV:)/i.exec(line);
    if (keys) return `${keys[1]} [digit]`;
    const dialled = /^ATD([0-9+*#]+)/i.exec(line);
    if (dialled) return line.replace(dialled[1]!, this.#number(dialled[1]!));
    return line.replace(/(?<![0-9A-Za-z])\+?\d{7,20}(?=[;"]|$)/g, (number) => this.#number(number));
  }

  #number(number: string): string {
    return /^\+?\d{7,}$/.test(number) ? this.#names.number(number) : "x".repeat(number.length);
  }
}

const isPdu = (line: string): boolean =>
  line.length >= 20 && line.length % 2 === 0 && /^[0-9A-F]+$/i.test(line) && !/^\d{15,20}$/.test(line);

import { decodeUtf8 } from "../../../kit/utf8.ts";
import type { Peer } from "../transaction/types.ts";

/** One SIP message as it was on the wire. */
export type SipTraceEntry = {
  /** Epoch, ms. */
  atMs: number;
  direction: "in" | "out";
  transport: Peer["transport"];
  /** `address:port` of the other side. */
  peer: string;
  /** Id of the listen point. */
  local: string;
  firstLine: string;
  /** The whole message; responses to digest challenges are blanked. */
  text: string;
};
/** A call whose messages are there; times are epoch ms, `firstLine` that of the oldest message kept. */
export type LadderCall = { callId: string; fromMs: number; untilMs: number; messages: number; firstLine: string };
export type LadderLimits = { calls: number; messagesPerCall: number; messageBytes: number };
const defaultLadderLimits: LadderLimits = { calls: 500, messagesPerCall: 60, messageBytes: 4_096 };

type Kept = { atMs: number; direction: "in" | "out"; peer: Peer; bytes: Uint8Array };

/** The last messages of the last calls. Bytes are kept as they are and become text only when somebody reads them. */
export class MessageLadder {
  readonly #limits: LadderLimits;
  readonly #calls = new Map<string, Kept[]>();

  constructor(limits: LadderLimits = defaultLadderLimits) {
    this.#limits = limits;
  }

  get calls(): number {
    return this.#calls.size;
  }

  note(callId: string, direction: "in" | "out", peer: Peer, bytes: Uint8Array, atMs: number): void {
    if (this.#limits.messagesPerCall === 0) return;
    let kept = this.#calls.get(callId);
    if (kept === undefined) {
      if (this.#calls.size >= this.#limits.calls) this.#calls.delete(this.#calls.keys().next().value!);
      kept = [];
      this.#calls.set(callId, kept);
    }
    kept.push({
      atMs,
      direction,
      peer,
      bytes: bytes.length > this.#limits.messageBytes ? bytes.slice(0, this.#limits.messageBytes) : bytes,
    });
    if (kept.length > this.#limits.messagesPerCall) kept.shift();
  }

  /** Oldest first; empty for a call that is not known any more. */
  read(callId: string): SipTraceEntry[] {
    return (this.#calls.get(callId) ?? []).map(({ atMs, direction, peer, bytes }) => {
      const text = redact(decodeUtf8(bytes));
      const end = text.indexOf("\r\n");
      return {
        atMs,
        direction,
        transport: peer.transport,
        peer: peer.address.includes(":") ? `[${peer.address}]:${peer.port}` : `${peer.address}:${peer.port}`,
        local: peer.local,
        firstLine: end === -1 ? text : text.slice(0, end),
        text,
      };
    });
  }

  /** The calls that can be read, least recently begun first. */
  list(): LadderCall[] {
    return [...this.#calls].map(([callId, kept]) => {
      const first = kept[0]!;
      const text = decodeUtf8(first.bytes);
      const end = text.indexOf("\r\n");
      return {
        callId,
        fromMs: first.atMs,
        untilMs: kept.at(-1)!.atMs,
        messages: kept.length,
        firstLine: end === -1 ? text : text.slice(0, end),
      };
    });
  }
}

/** Blanks what an eavesdropper could grind a password from: the digest response and the client nonce, also on folded lines. */
function redact(text: string): string {
  if (!/authorization/i.test(text)) return text;
  let secret = false;
  const lines = text.split("\r\n").map((line) => {
    if (line[0] !== " " && line[0] !== "\t") secret = /^(?:proxy-)?authorization\s*:/i.test(line);
    return secret ? line.replace(/\b(response|cnonce)\s*=\s*("[^"]*"|[^,\s]*)/gi, '$1="…"') : line;
  });
  return lines.join("\r\n");
}

import { decodeUtf8 } from "../../../kit/utf8.ts";
import { readNumber } from "./chars.ts";
import { readHead } from "./head.ts";
import { headerValues } from "./headers.ts";
import { defaultSipLimits, type SipLimits } from "./types.ts";

/**
 * `message`: one whole message for `parseMessage(bytes, limits, "stream")`. `ping`: answer CRLF; `pong`: the peer answered ours (RFC 5626 3.5.1).
 * `fault`: the stream can't be followed any more, close it; `bytes` is the head when one was there, so that the parser can say what to answer.
 */
export type FramerEvent =
  | { event: "message"; bytes: Uint8Array }
  | { event: "ping" }
  | { event: "pong" }
  | { event: "fault"; why: string; bytes?: Uint8Array };

/** Cuts a TCP or TLS stream into messages (RFC 3261 18.3). Feed chunks as they come, then drain `poll()`. Holds at most one message's bytes. */
export class StreamFramer {
  readonly #limits: SipLimits;
  #buffer = new Uint8Array(4_096);
  #start = 0;
  #end = 0;
  /** How far the head's end was looked for. */
  #scanned = 0;
  /** Length of head and body once the head is known, else 0. */
  #frameBytes = 0;
  /** CRLFs in a row between messages; every second one makes a ping. */
  #breaks = 0;
  #dead = false;
  #events: FramerEvent[] = [];

  constructor(limits: SipLimits = defaultSipLimits) {
    this.#limits = limits;
  }

  push(chunk: Uint8Array): void {
    if (this.#dead) return;
    this.#append(chunk);
    while (!this.#dead && this.#step()) {
      // each step takes one message or keep-alive
    }
    if (this.#start === this.#end) this.#start = this.#end = this.#scanned = 0;
  }

  poll(): FramerEvent | undefined {
    return this.#events.shift();
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      let size = this.#buffer.length;
      while (size < kept + chunk.length) size *= 2;
      const target = size === this.#buffer.length ? this.#buffer : new Uint8Array(size);
      target.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#scanned -= this.#start;
      this.#start = 0;
      this.#end = kept;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** True when something was taken and more may follow. */
  #step(): boolean {
    if (this.#frameBytes === 0) {
      if (this.#takeBreak()) return true;
      if (!this.#findFrame()) return false;
    }
    if (this.#end - this.#start < this.#frameBytes) return false;
    this.#events.push({ event: "message", bytes: this.#buffer.slice(this.#start, this.#start + this.#frameBytes) });
    this.#start += this.#frameBytes;
    this.#scanned = this.#start;
    this.#frameBytes = 0;
    return true;
  }

  #takeBreak(): boolean {
    if (this.#end - this.#start < 2 || this.#buffer[this.#start] !== 13 || this.#buffer[this.#start + 1] !== 10) return false;
    this.#start += 2;
    this.#scanned = this.#start;
    this.#breaks++;
    if (this.#breaks === 2) this.#breaks = 0;
    const ping = this.#breaks === 0;
    // Two in one go are one ping; one alone may be an answer to ours.
    if (ping && this.#events.at(-1)?.event === "pong") this.#events.pop();
    this.#events.push({ event: ping ? "ping" : "pong" });
    return true;
  }

  #findFrame(): boolean {
    const end = this.#findHeadEnd();
    const headBytes = (end < 0 ? this.#end : end) - this.#start;
    if (headBytes > this.#limits.messageBytes) this.#fail("head too large");
    if (end < 0 || this.#dead) return false;
    this.#breaks = 0;
    const length = this.#bodyLength(end);
    if (length === undefined) return false;
    this.#frameBytes = headBytes + 4 + length;
    if (this.#frameBytes > this.#limits.messageBytes) this.#fail("message too large", end);
    return !this.#dead;
  }

  #findHeadEnd(): number {
    const view = this.#buffer.subarray(0, this.#end);
    let i = view.indexOf(13, this.#scanned);
    while (i >= 0 && i + 3 < this.#end) {
      if (view[i + 1] === 10 && view[i + 2] === 13 && view[i + 3] === 10) return i;
      i = view.indexOf(13, i + 1);
    }
    this.#scanned = i < 0 ? this.#end : i;
    return -1;
  }

  // The same reader as the parser's: both must find the same length, or one stream would hold two different sequences of messages.
  #bodyLength(end: number): number | undefined {
    const head = readHead(decodeUtf8(this.#buffer.subarray(this.#start, end)), this.#limits);
    const lengths = headerValues(head, "Content-Length");
    const length = lengths.length === 1 ? readNumber(lengths[0]!, 2 ** 31) : undefined;
    if (head.why === undefined && length !== undefined) return length;
    this.#fail(head.why ?? (lengths.length === 0 ? "no Content-Length" : "bad Content-Length"), end);
    return undefined;
  }

  #fail(why: string, headStop?: number): void {
    const bytes = headStop === undefined ? undefined : this.#buffer.slice(this.#start, headStop + 4);
    this.#events.push(bytes ? { event: "fault", why, bytes } : { event: "fault", why });
    this.#dead = true;
    this.#buffer = new Uint8Array(0);
    this.#start = this.#end = 0;
  }
}

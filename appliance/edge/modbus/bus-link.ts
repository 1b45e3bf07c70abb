import modbus from "modbus-serial";
import { withCrc } from "../../wire/modbus/crc16.ts";
import { LateReplies } from "../../wire/modbus/late-replies.ts";
import type { SerialLink } from "../ports/serial-link.ts";
import { ModbusPort } from "./modbus-port.ts";

export type BusRequest = { unit: number; replyMs: number; address: number } & (
  | { fc: 1 | 2 | 3 | 4; count: number }
  | { fc: 5; on: boolean }
  | { fc: 6; register: number }
  | { fc: 16; registers: readonly number[] }
);

/**
 * "timeout": no answer that could be relied on. "refused": the device says no, with the exception's code (MAP V1.1b3, 7). "unclear": an
 * answer to an earlier request could be taken for this one's; it was not asked, or not believed. "closed": the bus is gone. "busy": too many wait.
 */
export type BusAnswer =
  | { ok: true; values: number[] }
  | { ok: false; why: "refused"; code: number }
  | { ok: false; why: "timeout" | "unclear" | "closed" | "busy" };

export type BusLinkParts = {
  framing: "rtu" | "tcp";
  /** Of a serial line; a socket has none worth counting. */
  baud?: number;
  nowMs(): number;
  /** An answer came so long after its request was sent, when it was no longer waited for. */
  late(unit: number, afterMs: number): void;
  /** The link can no longer be used. */
  ended(why: string): void;
};

/** Requests that may wait for the bus. */
const mostWaiting = 100;
/** After a timeout the line is left alone for so many times what was waited, unless the late answer comes. */
const lateWindow = 2;
/** What somebody asked before us, this program before its restart for one, may still be answered. */
const settleMs = 1_000;
const leastWindowMs = 100;
/** Start, 8 data, parity or a second stop bit, stop (Modbus over Serial Line V1.02, 2.5.1). */
const bitsPerByte = 11;
const leastGapMs = 4;
const silentChars = 3.5;

type Client = InstanceType<typeof modbus.default>;
type Reply = { data: readonly (number | boolean)[] };

/** An open bus. One request is on it at a time, whoever asks: RS-485 has no way to tell two answers apart, and the library neither. */
export class BusLink {
  readonly #parts: BusLinkParts;
  readonly #link: SerialLink;
  readonly #port: ModbusPort;
  readonly #client: Client;
  readonly #owed = new LateReplies();
  readonly #gapMs: number;
  #last: Promise<unknown>;
  #waiting = 0;
  #closed = Promise.withResolvers<{ ok: false; why: "closed" }>();
  #isClosed = false;
  #sentMs = 0;
  #lateCame: (() => void) | undefined;

  constructor(parts: BusLinkParts, link: SerialLink) {
    this.#parts = parts;
    this.#link = link;
    const charMs = parts.baud === undefined ? 0 : (1000 * bitsPerByte) / parts.baud;
    this.#gapMs = Math.max(leastGapMs, Math.ceil(silentChars * charMs));
    this.#port = new ModbusPort({
      framing: parts.framing,
      gapMs: this.#gapMs,
      send: (bytes) => link.write(bytes),
      late: (request) => this.#late(request),
      lost: (why) => this.#end(why),
    });
    this.#client = new modbus.default(this.#port);
    this.#client.on("error", (error) => this.#end(String((error as Error).message ?? error)));
    this.#client.open(() => {});
    this.#last = this.#rest(settleMs);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  hear(bytes: Uint8Array): void {
    this.#port.hear(bytes);
  }

  /** The link below is gone. */
  gone(why: string): void {
    this.#end(why);
  }

  /** Never rejects. Answers come in the order of asking. */
  ask(request: BusRequest): Promise<BusAnswer> {
    if (this.#isClosed) return Promise.resolve({ ok: false, why: "closed" });
    if (this.#waiting >= mostWaiting) return Promise.resolve({ ok: false, why: "busy" });
    this.#waiting++;
    const turn = this.#last.then(() => this.#exchange(request)).finally(() => this.#waiting--);
    this.#last = turn;
    return turn;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#port.close();
    this.#closed.resolve({ ok: false, why: "closed" });
    await this.#link.close();
  }

  async #exchange(request: BusRequest): Promise<BusAnswer> {
    if (this.#isClosed) return { ok: false, why: "closed" };
    const frame = frameOf(request);
    if (this.#owed.couldBeTaken(frame, this.#parts.nowMs())) return { ok: false, why: "unclear" };
    const waitMs = request.replyMs + this.#wireMs(frame.length + lengthOfReply(request));
    this.#client.setTimeout(waitMs);
    this.#sentMs = this.#parts.nowMs();
    const answer = await Promise.race([this.#put(request), this.#closed.promise]);
    if (answer.ok || answer.why === "closed") {
      await this.#rest(this.#gapMs);
      return answer;
    }
    if (answer.why === "refused") {
      await this.#rest(this.#gapMs);
      return this.#owed.owes(request.unit, this.#parts.nowMs()) ? { ok: false, why: "unclear" } : answer;
    }
    this.#port.giveUp();
    this.#owed.gaveUp(frame, this.#parts.nowMs());
    await Promise.race([this.#rest(Math.max(leastWindowMs, lateWindow * waitMs)), this.#untilLate(), this.#closed.promise]);
    this.#lateCame = undefined;
    return answer;
  }

  #put(request: BusRequest): Promise<BusAnswer> {
    return new Promise((resolve) => {
      const done = (error: (Error & { modbusCode?: number }) | null, reply?: Reply): void => {
        if (!error) resolve({ ok: true, values: valuesOf(request, reply) });
        else if (error.modbusCode !== undefined) resolve({ ok: false, why: "refused", code: error.modbusCode });
        else resolve({ ok: false, why: "timeout" });
      };
      const { unit, address } = request;
      switch (request.fc) {
        case 1:
          return this.#client.writeFC1(unit, address, request.count, done as never);
        case 2:
          return this.#client.writeFC2(unit, address, request.count, done as never);
        case 3:
          return this.#client.writeFC3(unit, address, request.count, done as never);
        case 4:
          return this.#client.writeFC4(unit, address, request.count, done as never);
        case 5:
          return this.#client.writeFC5(unit, address, request.on, done as never);
        case 6:
          return this.#client.writeFC6(unit, address, request.register, done as never);
        case 16:
          return this.#client.writeFC16(unit, address, [...request.registers], done as never);
      }
    });
  }

  #late(request: Uint8Array): void {
    this.#owed.came(request);
    this.#parts.late(request[0]!, this.#parts.nowMs() - this.#sentMs);
    this.#lateCame?.();
  }

  #untilLate(): Promise<void> {
    return new Promise((resolve) => {
      // A second answer may follow on its heels where the request was repeated.
      this.#lateCame = () => void this.#rest(leastWindowMs).then(resolve);
    });
  }

  #wireMs(bytes: number): number {
    const { baud } = this.#parts;
    return baud === undefined ? 0 : Math.ceil((1000 * bitsPerByte * bytes) / baud);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  #end(why: string): void {
    if (this.#isClosed) return;
    void this.close();
    this.#parts.ended(why);
  }
}

const lengthOfReply = (request: BusRequest): number =>
  !("count" in request) ? 8 : 5 + (request.fc <= 2 ? Math.ceil(request.count / 8) : 2 * request.count);

/** The first bytes of the frame the library makes of it: all that tells one request from another. */
function frameOf(request: BusRequest): Uint8Array {
  const { unit, fc, address } = request;
  const second =
    "count" in request
      ? request.count
      : "on" in request
        ? request.on
          ? 0xff00
          : 0
        : "register" in request
          ? request.register
          : request.registers.length;
  return withCrc(Uint8Array.from([unit, fc, address >> 8, address & 0xff, second >> 8, second & 0xff]));
}

/** Bits come in whole bytes: what is beyond the count says nothing. */
function valuesOf(request: BusRequest, reply: Reply | undefined): number[] {
  if (!("count" in request)) return [];
  return (reply?.data ?? []).slice(0, request.count).map(Number);
}

import { hasGoodCrc, withCrc } from "../../../appliance/wire/modbus/crc16.ts";
import { Slave } from "./slave.ts";
import type { ChooseFault, SlaveFault } from "./slave-faults.ts";

const mostHeard = 512;

export type SlaveBusParts = {
  /** Towards the box. */
  send(bytes: Uint8Array): void;
  fault?: ChooseFault;
  /** Until a device answers. */
  answerMs?: number;
};

/** Devices on one serial line (Modbus RTU), at the far end of a tty or a stream. */
export class SlaveBus {
  readonly slaves = new Map<number, Slave>();
  /** The adapter hears what it sends. */
  echoes = false;
  fault: ChooseFault;
  requests = 0;
  readonly #parts: SlaveBusParts;
  #heard: Uint8Array = new Uint8Array();
  #closed = false;

  constructor(parts: SlaveBusParts) {
    this.#parts = parts;
    this.fault = parts.fault ?? (() => undefined);
  }

  add(unit: number): Slave {
    const slave = new Slave();
    this.slaves.set(unit, slave);
    return slave;
  }

  close(): void {
    this.#closed = true;
  }

  /** `answer`: where the answer goes, if not where all go. */
  hear(bytes: Uint8Array, answer = this.#parts.send): void {
    if (this.echoes) this.#send(bytes, answer);
    this.#heard = Uint8Array.from([...this.#heard, ...bytes]).slice(-mostHeard);
    for (;;) {
      const length = lengthOf(this.#heard);
      if (length === undefined || this.#heard.length < length) return;
      const frame = this.#heard.slice(0, length);
      // Devices wait for silence after what they don't understand; here the next request follows it.
      this.#heard = hasGoodCrc(frame) ? this.#heard.slice(length) : new Uint8Array();
      if (hasGoodCrc(frame)) this.#asked(frame, answer);
    }
  }

  #asked(frame: Uint8Array, to: SlaveBusParts["send"]): void {
    const [unit = 0, fc = 0] = frame;
    const slave = this.slaves.get(unit);
    if (!slave) return;
    const data = frame.slice(2, -2);
    const fault = this.fault({ n: this.requests++, unit, fc, data });
    const answer = fault?.kind === "exception" ? fault.code : slave.answer(fc, data);
    const sent = typeof answer === "number" ? [unit, fc | 0x80, answer] : [unit, fc, ...answer];
    this.#answer(Uint8Array.from(sent), fault, to);
  }

  #answer(body: Uint8Array, fault: SlaveFault | undefined, to: SlaveBusParts["send"]): void {
    const frame = withCrc(body);
    const { answerMs = 1 } = this.#parts;
    const later = (bytes: Uint8Array, ms = answerMs): void => void setTimeout(() => this.#send(bytes, to), ms);
    switch (fault?.kind) {
      case undefined:
      case "exception":
        return later(frame);
      case "silent":
        return;
      case "late":
        return later(frame, fault.ms);
      case "cut":
        return later(frame.slice(0, Math.max(1, frame.length - fault.bytes)));
      case "byte-by-byte":
        frame.forEach((byte, n) => {
          later(Uint8Array.of(byte), answerMs + n * fault.everyMs);
        });
        return;
      case "garbage-in-front":
        return later(Uint8Array.from([...fault.bytes, ...frame]));
      case "noise-behind":
        return later(Uint8Array.from([...frame, ...fault.bytes]));
      case "wrong-unit":
        return later(withCrc(Uint8Array.from([(body[0]! % 247) + 1, ...body.slice(1)])));
      case "flipped": {
        const bit = fault.bit % (8 * frame.length);
        frame[bit >> 3]! ^= 1 << (bit & 7);
        return later(frame);
      }
    }
  }

  #send(bytes: Uint8Array, to: SlaveBusParts["send"]): void {
    if (!this.#closed) to(bytes);
  }
}

/** Of the request that begins here, once enough of it is there. */
function lengthOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < 7) return undefined;
  return bytes[1] === 15 || bytes[1] === 16 ? 9 + bytes[6]! : 8;
}

import { EventEmitter } from "node:events";
import { withCrc } from "../../wire/modbus/crc16.ts";
import { MbapReader, mbapFrame } from "../../wire/modbus/mbap.ts";
import { answers, isRead } from "../../wire/modbus/request.ts";
import { beginsWith, rtuReply } from "../../wire/modbus/rtu-reply.ts";

export type ModbusPortParts = {
  framing: "rtu" | "tcp";
  /** Silence that ends a frame. */
  gapMs: number;
  send(bytes: Uint8Array): void;
  /** A request that was given up was answered after all. */
  late(request: Uint8Array): void;
  /** Nothing more can be made of what comes. */
  lost(why: string): void;
};

/** Larger than any frame with an echo in front of it. */
const mostHeard = 1024;

/**
 * What modbus-serial takes for its port (the interface of its own ports, see `library.test.ts`). Between the line and the library it lets
 * through only what answers the one request that is open; everything else — echoes, late answers, noise, pieces — ends here.
 */
export class ModbusPort extends EventEmitter {
  /** The library looks for its transaction by these. One request is open at a time: they need not differ. */
  _transactionIdRead = 1;
  _transactionIdWrite = 1;
  isOpen = false;
  readonly #parts: ModbusPortParts;
  readonly #reader = new MbapReader();
  /** With its CRC, as the library wrote it. */
  #open: Uint8Array | undefined;
  #givenUp: Uint8Array | undefined;
  #heard: Uint8Array = new Uint8Array();
  #echoes = false;
  #transaction = 0;
  #gap: NodeJS.Timeout | undefined;

  constructor(parts: ModbusPortParts) {
    super();
    this.#parts = parts;
  }

  open(done: (error?: Error) => void): void {
    this.isOpen = true;
    done();
  }

  close(done?: () => void): void {
    this.isOpen = false;
    clearTimeout(this.#gap);
    this.#open = undefined;
    done?.();
  }

  /** From the library: unit, function, data and CRC. */
  write(frame: Uint8Array): void {
    this.#heard = new Uint8Array();
    clearTimeout(this.#gap);
    this.#open = Uint8Array.from(frame);
    this.#givenUp = undefined;
    if (this.#parts.framing === "rtu") {
      this.#parts.send(frame);
      return;
    }
    this.#transaction = (this.#transaction + 1) & 0xffff;
    this.#parts.send(mbapFrame(this.#transaction, frame.subarray(0, frame.length - 2)));
  }

  /** Its time is over. */
  giveUp(): void {
    this.#givenUp = this.#open;
    this.#open = undefined;
  }

  hear(bytes: Uint8Array): void {
    if (!this.isOpen) return;
    if (this.#parts.framing === "tcp") {
      this.#hearTcp(bytes);
      return;
    }
    this.#heard = Uint8Array.from([...this.#heard, ...bytes]).slice(-mostHeard);
    clearTimeout(this.#gap);
    this.#gap = setTimeout(() => this.#quiet(), this.#parts.gapMs);
  }

  /** The line is quiet: a frame is over, if there was one. */
  #quiet(): void {
    const request = this.#open ?? this.#givenUp;
    if (!request) return;
    if (isRead(request[1]!) && beginsWith(this.#heard, request)) this.#echoes = true;
    const reply = rtuReply(this.#heard, request, this.#echoes);
    if (reply) this.#answered(reply);
  }

  #hearTcp(bytes: Uint8Array): void {
    const replies = this.#reader.read(bytes);
    if (replies === "lost") {
      this.#parts.lost("what the gateway sends is no Modbus TCP");
      return;
    }
    for (const { transaction, body } of replies) {
      const request = this.#open ?? this.#givenUp;
      if (!request || transaction !== this.#transaction) continue;
      if (answers(body, request.subarray(0, request.length - 2))) this.#answered(withCrc(body));
    }
  }

  #answered(reply: Uint8Array): void {
    this.#heard = new Uint8Array();
    if (this.#open) {
      this.#open = undefined;
      this.emit("data", Buffer.from(reply));
    } else if (this.#givenUp) {
      const request = this.#givenUp;
      this.#givenUp = undefined;
      this.#parts.late(request);
    }
  }
}

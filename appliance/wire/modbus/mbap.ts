/** Transaction, protocol 0, length (Modbus Messaging on TCP/IP V1.0b, 3.1.3); the unit that follows counts as the body's. */
const headerBytes = 6;
const mostBody = 254;

/** `body`: unit, function, data. */
export function mbapFrame(transaction: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  return Uint8Array.from([transaction >> 8, transaction & 0xff, 0, 0, length >> 8, length & 0xff, ...body]);
}

export type MbapReply = { transaction: number; body: Uint8Array };

/** Frames as they come in pieces over a stream. */
export class MbapReader {
  #bytes: Uint8Array = new Uint8Array();

  /** Nothing more can be made of the stream once what comes is no header: "lost". */
  read(bytes: Uint8Array): MbapReply[] | "lost" {
    this.#bytes = Uint8Array.from([...this.#bytes, ...bytes]);
    const replies: MbapReply[] = [];
    for (;;) {
      const all = this.#bytes;
      if (all.length < headerBytes) return replies;
      const length = (all[4]! << 8) | all[5]!;
      if (all[2] !== 0 || all[3] !== 0 || length < 3 || length > mostBody) return "lost";
      if (all.length < headerBytes + length) return replies;
      replies.push({ transaction: (all[0]! << 8) | all[1]!, body: all.slice(headerBytes, headerBytes + length) });
      this.#bytes = all.slice(headerBytes + length);
    }
  }
}

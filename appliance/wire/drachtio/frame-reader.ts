export type FrameLimits = {
  /** Payload bytes of one frame. */
  frameBytes: number;
  /** Digits before `#`. */
  lengthDigits: number;
};
/** Five digits, as the protocol's other server accepts them. */
const defaultFrameLimits: FrameLimits = { frameBytes: 99_999, lengthDigits: 5 };

export type FrameFault = { kind: "fault"; why: "bad length" | "too long" };

const HASH = 0x23;

/**
 * Cuts a byte stream into frame payloads, wherever the stream was split or coalesced, also inside the digits.
 * After a fault nothing more is read: the stream has lost its step and the connection must be closed.
 */
export class FrameReader {
  readonly limits: FrameLimits;
  #kept: Uint8Array = new Uint8Array(0);
  #fault: FrameFault | undefined;

  constructor(limits: FrameLimits = defaultFrameLimits) {
    this.limits = limits;
  }

  /** Payloads completed by these bytes, in order. They are copies or views the caller may keep. */
  push(bytes: Uint8Array): Uint8Array[] | FrameFault {
    if (this.#fault !== undefined) return this.#fault;
    const all = this.#kept.length === 0 ? bytes : joined(this.#kept, bytes);
    const payloads: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const length = this.#readLength(all, at);
      if (length === "incomplete") break;
      if (typeof length !== "object") {
        this.#fault = { kind: "fault", why: length };
        this.#kept = new Uint8Array(0);
        return this.#fault;
      }
      if (all.length - length.start < length.size) break;
      payloads.push(all.subarray(length.start, length.start + length.size));
      at = length.start + length.size;
    }
    this.#kept = at === all.length ? new Uint8Array(0) : all.slice(at);
    return payloads;
  }

  #readLength(all: Uint8Array, at: number): { start: number; size: number } | "incomplete" | FrameFault["why"] {
    let size = 0;
    for (let i = at; i < all.length; i++) {
      const byte = all[i]!;
      if (byte === HASH) {
        if (i === at || size === 0) return "bad length";
        return size > this.limits.frameBytes ? "too long" : { start: i + 1, size };
      }
      if (byte < 0x30 || byte > 0x39 || i - at >= this.limits.lengthDigits) return "bad length";
      size = size * 10 + (byte - 0x30);
    }
    return "incomplete";
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a, 0);
  out.set(b, a.length);
  return out;
}

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HmacSha1 } from "./hmac-sha1.ts";

const codeOf = (key: Uint8Array, first: Uint8Array, second: Uint8Array): string => {
  const out = new Uint8Array(20);
  new HmacSha1(key).code(first, first.length, second, out);
  return Buffer.from(out).toString("hex");
};
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("HmacSha1", () => {
  it("gives the codes of RFC 2202", () => {
    expect(codeOf(new Uint8Array(20).fill(0x0b), text("Hi "), text("There"))).toBe("b617318655057264e28bc0b6fb378c8ef146be00");
    expect(codeOf(text("Jefe"), text("what do ya want for nothing?"), new Uint8Array(0))).toBe(
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    );
    expect(codeOf(new Uint8Array(20).fill(0xaa), new Uint8Array(20).fill(0xdd), new Uint8Array(30).fill(0xdd))).toBe(
      "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
    );
  });

  it("agrees with the host for every length, cut anywhere, message after message", () => {
    const key = Uint8Array.from({ length: 20 }, (_, i) => i * 13);
    const hmac = new HmacSha1(key);
    const out = new Uint8Array(20);
    for (let length = 0; length < 300; length++) {
      const message = Uint8Array.from({ length }, (_, i) => (i * length + 5) & 255);
      const cut = (length * 7) % (length + 1);
      const padded = new Uint8Array(400).fill(1);
      padded.set(message.subarray(0, cut));
      hmac.code(padded, cut, message.subarray(cut), out);
      expect(Buffer.from(out).equals(createHmac("sha1", key).update(message).digest()), `${length} bytes`).toBe(true);
    }
  });

  it("refuses keys that would have to be hashed first", () => {
    expect(() => new HmacSha1(new Uint8Array(65))).toThrow(RangeError);
  });
});

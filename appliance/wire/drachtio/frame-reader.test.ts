import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";
import { frame } from "./frame.ts";
import { FrameReader } from "./frame-reader.ts";

const texts = (payloads: unknown): string[] => (payloads as Uint8Array[]).map((payload) => decodeUtf8(payload));

describe("frames", () => {
  it("count bytes, not characters", () => {
    expect(decodeUtf8(frame("a|é"))).toBe("4#a|é");
    expect(decodeUtf8(frame("id|sip", encodeUtf8("héllo")))).toBe("14#id|sip\r\nhéllo");
  });

  it("are found again however the stream is cut", () => {
    const payload = fc.string({ unit: "binary", minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(payload, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (wanted, cuts) => {
          const chunks = wanted.map((text) => frame(text));
          const stream = encodeUtf8(chunks.map((chunk) => decodeUtf8(chunk)).join(""));
          const reader = new FrameReader();
          const got: string[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length]!;
            got.push(...texts(reader.push(stream.subarray(at, at + size))));
            at += size;
          }
          expect(got).toEqual(wanted);
        },
      ),
    );
  });

  it("come several from one chunk and one from several", () => {
    const reader = new FrameReader();
    expect(texts(reader.push(encodeUtf8("3#abc2#de1")))).toEqual(["abc", "de"]);
    expect(texts(reader.push(encodeUtf8("0#01234567")))).toEqual([]);
    expect(texts(reader.push(encodeUtf8("89")))).toEqual(["0123456789"]);
  });

  it.each([
    ["no length", "#abc"],
    ["zero", "0#"],
    ["letters", "x3#abc"],
    ["too many digits", "123456#"],
    ["digits without end", "1234567"],
  ])("with a bad length (%s) end the stream", (_name, bytes) => {
    const reader = new FrameReader();
    expect(reader.push(encodeUtf8(bytes))).toEqual({ kind: "fault", why: "bad length" });
    expect(reader.push(encodeUtf8("1#a"))).toMatchObject({ kind: "fault" });
  });

  it("above the cap end the stream before a byte of them is kept", () => {
    const reader = new FrameReader({ frameBytes: 10, lengthDigits: 5 });
    expect(reader.push(encodeUtf8("11#"))).toEqual({ kind: "fault", why: "too long" });
  });
});

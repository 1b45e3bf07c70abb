import { createCipheriv, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { nodeSrtpCrypto } from "./srtp-crypto.ts";

// RFC 3711 B.2
it("makes the key stream of RFC 3711", () => {
  const key = Buffer.from("2B7E151628AED2A6ABF7158809CF4F3C", "hex");
  const iv = Buffer.from("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000", "hex");
  const data = new Uint8Array(60);
  nodeSrtpCrypto.aesCtr(key, iv, data, 4, 48);
  const stream = "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0";
  expect(Buffer.from(data.subarray(4, 52)).toString("hex").toUpperCase()).toBe(stream);
  expect([...data.subarray(0, 4), ...data.subarray(52)]).toEqual(new Array(12).fill(0));
});

it("agrees with the library's own counter mode for all lengths, one key after the other", () => {
  for (const length of [0, 1, 15, 16, 17, 160, 1400, 4000]) {
    const key = randomBytes(16);
    const iv = Buffer.concat([randomBytes(14), Buffer.alloc(2)]);
    const plain = randomBytes(length);
    const data = new Uint8Array(plain);
    nodeSrtpCrypto.aesCtr(key, iv, data, 0, length);
    expect(Buffer.from(data).equals(createCipheriv("aes-128-ctr", key, iv).update(plain))).toBe(true);
  }
});

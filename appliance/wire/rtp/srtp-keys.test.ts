import { createCipheriv } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveSrtpKeys, type SrtpCrypto, writeSrtpIv } from "./srtp-keys.ts";

const crypto: SrtpCrypto = {
  aesCtr(key, iv, data, start, length) {
    data.set(createCipheriv("aes-128-ctr", key, iv).update(data.subarray(start, start + length)), start);
  },
};
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "hex"));
const masterKey = hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");

describe("key derivation and key stream", () => {
  it("gives the session keys of RFC 3711 B.3", () => {
    const { rtp: keys } = deriveSrtpKeys(crypto, masterKey);
    expect(keys.cipher).toEqual(hex("C61E7A93744F39EE10734AFE3FF7A087"));
    expect(keys.salt).toEqual(hex("30CBBC08863D8C85D49DB34A9AE1"));
    expect(keys.auth).toEqual(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
  });

  it("gives the key stream of RFC 3711 B.2", () => {
    const iv = new Uint8Array(16);
    writeSrtpIv(iv, hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"), 0, 0);
    expect(iv).toEqual(hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"));
    const stream = new Uint8Array(0xff02 * 16);
    crypto.aesCtr(hex("2B7E151628AED2A6ABF7158809CF4F3C"), iv, stream, 0, stream.length);
    expect(stream.subarray(0, 48)).toEqual(
      hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0"),
    );
    expect(stream.subarray(0xfeff * 16, 0xff02 * 16)).toEqual(
      hex("EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44"),
    );
  });

  it("mixes SSRC and 48-bit index into the counter block", () => {
    const iv = new Uint8Array(16);
    writeSrtpIv(iv, new Uint8Array(14), 0x89abcdef, 0xfedc_0123_4567);
    expect(iv).toEqual(hex("00000000 89ABCDEF FEDC01234567 0000"));
  });

  it("wants 30 bytes", () => {
    expect(() => deriveSrtpKeys(crypto, new Uint8Array(29))).toThrow(RangeError);
  });
});

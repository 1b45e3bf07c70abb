/**
 * The primitives, brought by the host.
 * aesCtr: AES-128 in counter mode over `data[start..start+length)`, in place; `iv` is the first counter block (16 bytes).
 * hmacSha1: the 20-byte code over the concatenated parts. Without it our own is used, which is several times faster for packets of this size.
 */
export type SrtpCrypto = {
  aesCtr(key: Uint8Array, iv: Uint8Array, data: Uint8Array, start: number, length: number): void;
  hmacSha1?(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array;
};

/** RFC 4568 6.2.1 and 6.2.2. */
export type SrtpSuite = "AES_CM_128_HMAC_SHA1_80" | "AES_CM_128_HMAC_SHA1_32";

export type SessionKeys = { cipher: Uint8Array; auth: Uint8Array; salt: Uint8Array };

/** Session keys for one direction; key derivation rate 0. `masterKeyAndSalt`: 16 + 14 bytes, as in the SDES inline parameter. */
export function deriveSrtpKeys(crypto: SrtpCrypto, masterKeyAndSalt: Uint8Array): { rtp: SessionKeys; rtcp: SessionKeys } {
  if (masterKeyAndSalt.length !== 30) throw new RangeError("an SRTP master key with salt has 30 bytes");
  const masterKey = masterKeyAndSalt.slice(0, 16);
  const masterSalt = masterKeyAndSalt.subarray(16);
  // RFC 3711 4.3.1: label in the 7th byte from the right of the 14-byte salt; 4.3.3: the key stream of AES-CM is the key
  const derive = (label: number, length: number): Uint8Array => {
    const iv = new Uint8Array(16);
    iv.set(masterSalt);
    iv[7]! ^= label;
    const key = new Uint8Array(length);
    crypto.aesCtr(masterKey, iv, key, 0, length);
    return key;
  };
  // RFC 3711 4.3.2
  return {
    rtp: { cipher: derive(0, 16), auth: derive(1, 20), salt: derive(2, 14) },
    rtcp: { cipher: derive(3, 16), auth: derive(4, 20), salt: derive(5, 14) },
  };
}

/** RFC 3711 4.1.1: IV = salt·2^16 xor SSRC·2^64 xor index·2^16. `index` has up to 48 bits. */
export function writeSrtpIv(iv: Uint8Array, salt: Uint8Array, ssrc: number, index: number): void {
  iv.set(salt);
  iv[14] = 0;
  iv[15] = 0;
  const high = Math.floor(index / 0x1_0000_0000);
  const low = index >>> 0;
  iv[4]! ^= ssrc >>> 24;
  iv[5]! ^= (ssrc >>> 16) & 255;
  iv[6]! ^= (ssrc >>> 8) & 255;
  iv[7]! ^= ssrc & 255;
  iv[8]! ^= (high >>> 8) & 255;
  iv[9]! ^= high & 255;
  iv[10]! ^= low >>> 24;
  iv[11]! ^= (low >>> 16) & 255;
  iv[12]! ^= (low >>> 8) & 255;
  iv[13]! ^= low & 255;
}

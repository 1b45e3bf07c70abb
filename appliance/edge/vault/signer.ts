import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

/** A new Ed25519 key (RFC 8032) as PKCS #8 text, to be kept as a secret. */
export const newSigningKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** Signs what the box says about its recordings. */
export class Signer {
  readonly #key: KeyObject;
  /** For whoever checks it without the box. */
  readonly publicKey: string;

  constructor(key: string) {
    this.#key = createPrivateKey(key);
    this.publicKey = createPublicKey(this.#key).export({ type: "spki", format: "pem" }).toString();
  }

  /** In base64. */
  sign(text: string): string {
    return sign(null, Buffer.from(text, "utf8"), this.#key).toString("base64");
  }
}

export function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text, "utf8"), createPublicKey(publicKey), Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

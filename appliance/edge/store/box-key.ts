import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { StoreOpenError } from "./store-error.ts";

const keyBytes = 32;
/** NIST SP 800-38D 8.2: 96 bits, never used twice with one key; at a box's number of secrets a random one will not repeat. */
const nonceBytes = 12;
const tagBytes = 16;

export type Sealed = { nonce: Uint8Array; sealed: Uint8Array };

function makeKey(file: string): Buffer {
  const key = randomBytes(keyBytes);
  // Written beside and renamed: the file is there whole, or not at all.
  const beside = `${file}.new`;
  const fd = openSync(beside, "w", 0o600);
  try {
    writeSync(fd, key);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(beside, file);
  const folder = openSync(join(file, ".."), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return key;
}

/** The key that this box's secrets are sealed with; made at the first start, readable by its owner only. */
export class BoxKey {
  readonly #key: Buffer;

  constructor(dir: string) {
    const file = join(dir, "box.key");
    const key = existsSync(file) ? readFileSync(file) : makeKey(file);
    if (key.length !== keyBytes)
      throw new StoreOpenError(
        file,
        `holds ${key.length} bytes instead of ${keyBytes}`,
        "Restore it from the backup; without it, passwords of trunks and phones must be entered again.",
      );
    this.#key = key;
  }

  /** The same for the same text; without the key nobody finds the text by trying all there are. 24 hex digits. */
  standIn(kind: string, text: string): string {
    return createHmac("sha256", this.#key).update(`${kind}\0${text}`, "utf8").digest("hex").slice(0, 24);
  }

  /** `kind` and `id` are sealed in: a row can't be passed off as another. */
  seal(kind: string, id: string, value: string): Sealed {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(`${kind}\0${id}`, "utf8"));
    const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
    return { nonce, sealed: Buffer.concat([text, cipher.getAuthTag()]) };
  }

  /** undefined when it was sealed with another key or was tampered with. */
  unseal(kind: string, id: string, { nonce, sealed }: Sealed): string | undefined {
    if (sealed.length < tagBytes || nonce.length !== nonceBytes) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(`${kind}\0${id}`, "utf8"));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]).toString("utf8");
    } catch {
      return undefined;
    }
  }
}

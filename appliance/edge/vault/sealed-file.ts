import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/**
 * A sealed file: a head of 32 bytes, then chunks of 64 KiB of sound, each with its own tag of 16 bytes, so that any part can be read alone.
 * The key of each file comes from the vault's key and the file's salt (RFC 5869). The nonce is the chunk's number, its first byte 1 in the
 * last chunk: chunks can't change places, and a file that was cut short does not open. The recording's id is bound to every chunk.
 */
const magic = Buffer.from("LINEBOX1", "latin1");
const saltBytes = 16;
const headBytes = 32;
const tagBytes = 16;
const chunkBytes = 64 * 1024;

const keyOf = (master: Uint8Array, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", master, salt, Buffer.from("linebox recording", "latin1"), 32));

function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce[0] = last ? 1 : 0;
  nonce.writeUInt32BE(chunk, 8);
  return nonce;
}

/** Seals a whole file into a new one, down to the disk. It blocks: for a process that has nothing else to do. Throws what the file system says. */
export function sealFile(from: string, to: string, master: Uint8Array, id: string): void {
  const salt = randomBytes(saltBytes);
  const key = keyOf(master, salt);
  const source = openSync(from, "r");
  try {
    const target = openSync(to, "w", 0o640);
    try {
      const head = Buffer.alloc(headBytes);
      magic.copy(head);
      salt.copy(head, magic.length);
      writeAll(target, head);
      let ahead = readChunk(source);
      for (let chunk = 0; ; chunk++) {
        const plain = ahead;
        ahead = plain.length === chunkBytes ? readChunk(source) : Buffer.alloc(0);
        const last = ahead.length === 0;
        const cipher = createCipheriv("aes-256-gcm", key, nonceOf(chunk, last), { authTagLength: tagBytes });
        cipher.setAAD(Buffer.from(id, "utf8"));
        writeAll(target, Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
        if (last) break;
      }
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

function readChunk(fd: number): Buffer {
  const chunk = Buffer.alloc(chunkBytes);
  let filled = 0;
  for (let got = -1; got !== 0 && filled < chunkBytes; filled += got)
    got = readSync(fd, chunk, filled, chunkBytes - filled, null);
  return chunk.subarray(0, filled);
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** Opened for reading; `bytes` is the length of what is inside. Rejects when it is no sealed file. */
export class SealedFile {
  readonly bytes: number;
  readonly #file: FileHandle;
  readonly #key: Buffer;
  readonly #id: Buffer;
  readonly #chunks: number;

  private constructor(file: FileHandle, key: Buffer, id: string, sealedBytes: number) {
    this.#file = file;
    this.#key = key;
    this.#id = Buffer.from(id, "utf8");
    this.#chunks = Math.ceil(sealedBytes / (chunkBytes + tagBytes));
    this.bytes = sealedBytes - this.#chunks * tagBytes;
  }

  static async open(path: string, master: Uint8Array, id: string): Promise<SealedFile> {
    const file = await open(path, "r");
    try {
      const head = Buffer.alloc(headBytes);
      await file.read(head, 0, headBytes, 0);
      const { size } = await file.stat();
      if (!head.subarray(0, magic.length).equals(magic) || size < headBytes + tagBytes) throw new Error("not a sealed file");
      return new SealedFile(file, keyOf(master, head.subarray(magic.length, magic.length + saltBytes)), id, size - headBytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** What is inside from `first` to `last`, both included; ends the file's use. Throws at a chunk that was changed. */
  async *read(first = 0, last = this.bytes - 1): AsyncGenerator<Buffer> {
    try {
      if (this.bytes === 0) await this.#chunk(0);
      for (let chunk = Math.floor(first / chunkBytes); chunk * chunkBytes <= last; chunk++) {
        const plain = await this.#chunk(chunk);
        const start = chunk * chunkBytes;
        yield plain.subarray(Math.max(0, first - start), Math.min(plain.length, last - start + 1));
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #chunk(chunk: number): Promise<Buffer> {
    const last = chunk === this.#chunks - 1;
    const sealed = Buffer.alloc(chunkBytes + tagBytes);
    let filled = 0;
    for (let got = -1; got !== 0 && filled < sealed.length; filled += got) {
      const at = headBytes + chunk * sealed.length + filled;
      got = (await this.#file.read(sealed, filled, sealed.length - filled, at)).bytesRead;
    }
    if (filled < tagBytes) throw new Error("the sealed file is cut short");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonceOf(chunk, last), { authTagLength: tagBytes });
    decipher.setAAD(this.#id);
    decipher.setAuthTag(sealed.subarray(filled - tagBytes, filled));
    return Buffer.concat([decipher.update(sealed.subarray(0, filled - tagBytes)), decipher.final()]);
  }
}

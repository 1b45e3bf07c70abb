import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { alawSilence } from "../../wire/audio/g711.ts";
import { wavHeader } from "../../wire/audio/wav.ts";

const bytesPerMs = 16;
const silence = new Uint8Array(16_000).fill(alawSilence);
const headerOf = (dataBytes: number): Uint8Array => wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes });
const headerBytes = headerOf(0).length;

/**
 * One stereo A-law WAV file being written. Its header is brought up to date with every block,
 * so that a file whose writer was killed plays up to its last second.
 */
export class RecordingFile {
  readonly path: string;
  #fd: number;
  #bytes = 0;

  /** Throws what the file system says; a file of that name is never overwritten. */
  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, "wx", 0o640);
    writeSync(this.#fd, headerOf(0), 0, headerBytes, 0);
  }

  /** `at`: place in the audio. Seconds that never came are silent. False if some are missing. */
  write(block: Uint8Array, at: number): boolean {
    const complete = this.#fillTo(at);
    this.#writeAll(block, headerBytes + at);
    this.#bytes = at + block.length;
    writeSync(this.#fd, headerOf(this.#bytes), 0, headerBytes, 0);
    return complete;
  }

  /** Down to the disk, and hashed as it lies there. */
  async finish(bytes: number): Promise<{ durationMs: number; bytes: number; sha256: string }> {
    this.#fillTo(bytes);
    writeSync(this.#fd, headerOf(this.#bytes), 0, headerBytes, 0);
    this.close();
    await syncToDisk(this.path);
    await syncToDisk(dirname(this.path));
    const hash = createHash("sha256");
    let length = 0;
    for await (const chunk of createReadStream(this.path, { highWaterMark: 256 * 1024 })) {
      hash.update(chunk as Buffer);
      length += (chunk as Buffer).length;
    }
    return { durationMs: Math.round(this.#bytes / bytesPerMs), bytes: length, sha256: hash.digest("hex") };
  }

  /** After a fault: what is there stays, as well-formed as it can be. */
  close(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
  }

  /** The disk is full: cut a half-written block off, so that the header tells the truth. */
  cut(): void {
    try {
      ftruncateSync(this.#fd, headerBytes + this.#bytes);
    } catch {
      // the header already names the length that counts
    }
    this.close();
  }

  #fillTo(at: number): boolean {
    if (at <= this.#bytes) return true;
    for (let from = this.#bytes; from < at; from += silence.length) {
      this.#writeAll(silence.subarray(0, Math.min(silence.length, at - from)), headerBytes + from);
    }
    this.#bytes = at;
    return false;
  }

  #writeAll(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
  }
}

async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

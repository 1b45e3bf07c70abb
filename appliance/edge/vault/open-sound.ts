import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { SealedFile } from "./sealed-file.ts";

export type SoundFormat = "wav" | "opus" | "mp3";
/** Where a recording lies: `path` relative to the data folder. */
export type SoundPlace = { id: string; path: string; format: SoundFormat; sealed: boolean };
/** The sound of a recording, sealed or not. `read` once, or `close`. */
export type Sound = {
  bytes: number;
  type: string;
  /** From `first` to `last`, both included; all of it without them. */
  read(first?: number, last?: number): Readable;
  close(): Promise<void>;
};

const types: Record<SoundFormat, string> = { wav: "audio/wav", opus: "audio/ogg", mp3: "audio/mpeg" };

/** Opens it for reading. Rejects when it is not there, lies outside the data folder, or can't be opened with this key. */
export async function openSound(dataDir: string, place: SoundPlace, key: Uint8Array): Promise<Sound> {
  const path = await containedPath(dataDir, place.path);
  const type = types[place.format];
  if (!place.sealed) {
    const { size } = await stat(path);
    return {
      bytes: size,
      type,
      // One that still grows ends where it ended when the length was taken.
      read: (first = 0, last = size - 1) => createReadStream(path, { start: first, end: Math.max(first, last) }),
      close: async () => undefined,
    };
  }
  const sealed = await SealedFile.open(path, key, place.id);
  return {
    bytes: sealed.bytes,
    type,
    read: (first, last) => Readable.from(sealed.read(first, last), { objectMode: false }),
    close: () => sealed.close(),
  };
}

/** Links that lead out of the data folder don't count. */
async function containedPath(dataDir: string, path: string): Promise<string> {
  const folder = await realpath(dataDir);
  const file = await realpath(resolve(folder, path));
  if (!file.startsWith(folder + sep) || !(await stat(file)).isFile()) throw new Error(`${path} is no file of the data folder`);
  return file;
}

/** SHA-256 of the sound as it lies there. "missing" when there is no file. */
export async function soundHash(
  dataDir: string,
  place: SoundPlace,
  key: Uint8Array,
): Promise<{ sha256: string; bytes: number } | { broken: string } | "missing"> {
  try {
    const sound = await openSound(dataDir, place, key);
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const part of sound.read()) {
      hash.update(part as Buffer);
      bytes += (part as Buffer).length;
    }
    return { sha256: hash.digest("hex"), bytes };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "missing";
    return { broken: (error as Error).message };
  }
}

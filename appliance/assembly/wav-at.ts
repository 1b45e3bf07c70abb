import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { SoundPort } from "../edge/http/recordings-port.ts";

/** A WAV file as a sound; undefined when it isn't there. */
export async function wavAt(path: string): Promise<SoundPort | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const last = Math.max(0, found.size - 1);
  return {
    bytes: found.size,
    type: "audio/wav",
    read: (first = 0, to = last) => createReadStream(path, { start: first, end: to }),
    close: async () => {},
  };
}

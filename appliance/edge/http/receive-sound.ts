import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HttpFault } from "./http-fault.ts";

const atOnce = 4;
let receiving = 0;

/** Takes a streamed body into a file of its own, gives it to `use` and removes it, however that ends. The name is ours, never the sender's. */
export async function receiveSound<T>(
  body: unknown,
  dir: string,
  mostBytes: number,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (!isStream(body)) throw new HttpFault("audio-unreadable");
  if (receiving >= atOnce) throw new HttpFault("busy");
  receiving++;
  const path = join(dir, `${randomUUID()}.upload`);
  try {
    await mkdir(dir, { recursive: true });
    let bytes = 0;
    await pipeline(
      body,
      async function* (parts: AsyncIterable<Buffer>) {
        for await (const part of parts) {
          bytes += part.length;
          if (bytes > mostBytes) throw new HttpFault("audio-too-large");
          yield part;
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    );
    return await use(path);
  } finally {
    receiving--;
    await rm(path, { force: true });
  }
}

const isStream = (body: unknown): body is Readable =>
  typeof body === "object" && body !== null && "pipe" in body && typeof body.pipe === "function";

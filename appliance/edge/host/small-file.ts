import { open, readdir } from "node:fs/promises";

/** Files of /proc and /sys are small; what isn't is none of them. */
const mostBytes = 8_192;
const mostEntries = 512;

/** Text of a small file, trimmed; nothing when it can't be read. */
export async function smallFile(path: string): Promise<string | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (!file) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, null);
    return buffer.toString("utf8", 0, bytesRead).trim();
  } catch {
    // A sensor may have nothing to say at this moment (EAGAIN, ENODATA).
    return undefined;
  } finally {
    await file.close().catch(() => {});
  }
}

/** A whole number in a file. */
export async function numberIn(path: string): Promise<number | undefined> {
  const text = await smallFile(path);
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Names in a folder that fit, in order; none when it isn't there. */
export async function namesIn(folder: string, fit: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => fit.test(name))
    .slice(0, mostEntries)
    .sort();
}

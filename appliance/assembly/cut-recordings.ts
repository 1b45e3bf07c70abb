import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordingRow } from "../contract/records.ts";
import type { Store } from "../edge/store/store.ts";
import { parseWav, wavHeader } from "../wire/audio/wav.ts";

/** Recordings that a failure cut off: their header is made to fit what is there, and what is there gets its length and hash. */
export async function settleCutRecordings(
  store: Pick<Store, "flushed" | "unsettledRecordings" | "put">,
  dataDir: string,
): Promise<void> {
  await store.flushed();
  for (const row of store.unsettledRecordings()) {
    if (row.state !== "cut") continue;
    store.put([{ put: "recording", row: await settled(row, join(dataDir, row.path)) }]);
  }
}

async function settled(row: RecordingRow, path: string): Promise<RecordingRow> {
  try {
    const bytes = await readFile(path);
    const wav = parseWav(bytes);
    if ("fault" in wav) return { ...row, state: "failed", fault: wav.fault };
    const headerBytes = wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes: 0 }).length;
    const dataBytes = Math.max(0, bytes.length - headerBytes) & ~1;
    const header = wavHeader({ format: "alaw", channels: 2, rateHz: 8000, dataBytes });
    const file = await open(path, "r+");
    try {
      await file.write(header, 0, header.length, 0);
      await file.truncate(headerBytes + dataBytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const whole = await readFile(path);
    return {
      ...row,
      state: "cut",
      durationMs: Math.round(dataBytes / 16),
      bytes: whole.length,
      sha256: createHash("sha256").update(whole).digest("hex"),
    };
  } catch (error) {
    return { ...row, state: "failed", fault: (error as Error).message };
  }
}

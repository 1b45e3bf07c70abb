import { readFile, stat } from "node:fs/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { MediaEvent } from "../../contract/media.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { RecordingId } from "../../kit/ids.ts";
import { wavToLinear8k } from "../../wire/audio/wav.ts";
import { BlockPool } from "./block-pool.ts";
import type { DiskOrder } from "./recording.ts";
import { RecordingFile } from "./recording-file.ts";
import type { DiskData, FromDisk, ToDisk } from "./worker-messages.ts";

/** Writes recordings and reads prompts, so that no disk ever makes the media thread wait. */
const data = workerData as DiskData & { mediaPort: MessagePort };
const port = parentPort!;
const promptLimitBytes = 64 * 1024 * 1024;

type Entry = { file: RecordingFile; incomplete: boolean };
const entries = new Map<RecordingId, Entry>();
const pool = new BlockPool(data.blocks);
const finishing = new Set<Promise<void>>();
const tell = (message: FromDisk): void => port.postMessage(message);

function fail(recording: RecordingId, error: unknown, gone: boolean): void {
  const { code, message } = error as NodeJS.ErrnoException;
  const fault = code === "ENOSPC" || code === "EDQUOT" ? "disk-full" : "disk-error";
  tell({ kind: "event", event: { on: "media.recordFailed", recording, fault, text: String(message).slice(0, 300) }, gone });
}

function takeOrder(order: DiskOrder): void {
  switch (order.order) {
    case "open":
      try {
        entries.set(order.recording, { file: new RecordingFile(order.path), incomplete: false });
      } catch (error) {
        fail(order.recording, error, true);
      }
      return;
    case "block":
      takeBlock(order);
      break;
    case "close":
      close(order.recording, order.bytes);
      break;
    case "end":
      void Promise.allSettled([...finishing]).then(() => {
        tell({ kind: "stopped" });
        data.mediaPort.close();
        port.close();
      });
      return;
    default:
      exhaustive(order);
  }
}

function takeBlock({ recording, block, at, length }: Extract<DiskOrder, { order: "block" }>): void {
  const entry = entries.get(recording);
  try {
    if (entry === undefined) return;
    const complete = entry.file.write(pool.bytesOf(block).subarray(0, length), at);
    if (complete || entry.incomplete) return;
    entry.incomplete = true;
    fail(recording, new Error("the disk was too slow; some seconds are silent"), false);
  } catch (error) {
    entries.delete(recording);
    entry?.file.cut();
    fail(recording, error, true);
  } finally {
    pool.giveBack(block);
  }
}

function close(recording: RecordingId, bytes: number): void {
  const entry = entries.get(recording);
  if (entry === undefined) return;
  entries.delete(recording);
  const { file } = entry;
  const done = file.finish(bytes).then(
    (result) => {
      const event: MediaEvent = { on: "media.recorded", recording, path: file.path, ...result };
      tell({ kind: "event", event, gone: true });
    },
    (error: unknown) => {
      file.close();
      fail(recording, error, true);
    },
  );
  finishing.add(done);
  void done.finally(() => finishing.delete(done));
}

async function read(path: string): Promise<{ samples: Int16Array } | { fault: string }> {
  try {
    const { size } = await stat(path);
    if (size > promptLimitBytes) return { fault: `${path}: larger than ${promptLimitBytes} bytes` };
    const samples = wavToLinear8k(await readFile(path));
    if (!(samples instanceof Int16Array)) return { fault: `${path}: ${samples.fault}` };
    const shared = new Int16Array(new SharedArrayBuffer(samples.byteLength)); // two threads will hold it
    shared.set(samples);
    return { samples: shared };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

data.mediaPort.on("message", takeOrder);
port.on("message", ({ ask, path }: ToDisk) => {
  void read(path).then((result) => tell({ kind: "read", ask, ...result }));
});
tell({ kind: "ready" });

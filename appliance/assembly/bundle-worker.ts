// Runs in a worker thread: reads the database, takes out what must not go, and packs; no call ever waits for it.
import { createWriteStream } from "node:fs";
import { setPriority } from "node:os";
import { finished } from "node:stream/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Redactor } from "../core/diagnostics/redactor.ts";
import { type Gathered, gather, listed } from "../edge/bundle/gather.ts";
import { zipBundle } from "../edge/bundle/zip-bundle.ts";
import type { BundleJob, FromBundle, ToBundle } from "./bundle-messages.ts";
import { bundleSource } from "./bundle-source.ts";

const port = parentPort;
if (!port) throw new Error("bundles are made in a worker thread");
const job = workerData as BundleJob;
const shownBytes = 512 * 1024;
const behindCalls = 10;
try {
  setPriority(behindCalls);
} catch {
  // Not allowed everywhere; then it runs beside the calls.
}
const tell = (message: FromBundle): void => port.postMessage(message);
const failed = (error: unknown): void => tell({ told: "failed", why: String((error as Error).message ?? error) });

/** Events as they happened, with numbers and names, without secrets. */
async function writeEvents({ fromMs, toMs, file }: NonNullable<BundleJob["events"]>): Promise<void> {
  const { source, close } = bundleSource(job);
  const redactor = new Redactor({ secrets: source.secrets, people: [], numbers: false, names: false });
  const out = createWriteStream(file, { mode: 0o600 });
  for (const line of source.events(fromMs, toMs))
    if (!out.write(`${redactor.line(line)}\n`)) await new Promise<void>((done) => out.once("drain", () => done()));
  out.end();
  await finished(out);
  close();
  tell({ told: "made" });
}

let gathered: Gathered | undefined;
function begin(): void {
  const { source, close } = bundleSource(job);
  gathered = gather(source, (done, doing) => tell({ told: "progress", done, doing }));
  close();
  tell({ told: "gathered", parts: listed(gathered) });
}

function part({ n, name }: Extract<ToBundle, { ask: "part" }>): void {
  const text = gathered?.texts.find((one) => one.name === name)?.text;
  const shown = text?.subarray(0, shownBytes).toString("utf8");
  tell({ told: "part", n, ...(shown === undefined ? {} : { text: shown }), cut: (text?.length ?? 0) > shownBytes });
}

port.on("message", (asked: ToBundle) => {
  if (asked.ask === "part") part(asked);
  else if (gathered)
    zipBundle(gathered, asked.file, job.atMs, (done) => tell({ told: "progress", done })).then(
      () => tell({ told: "made" }),
      failed,
    );
});
try {
  if (job.events) await writeEvents(job.events);
  else begin();
} catch (error) {
  failed(error);
}

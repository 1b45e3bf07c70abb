import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { finished } from "node:stream/promises";
import yazl from "yazl";
import type { Redactor } from "../../core/diagnostics/redactor.ts";
import { fileHeaderBytes } from "../../wire/capture/pcap.ts";
import { readRecords } from "../../wire/capture/read-pcap.ts";
import type { CapturePart, Gathered } from "./gather.ts";

/** Writes the zip to `file`, which is there whole or not at all. */
export async function zipBundle(
  { texts, captures, redactor }: Gathered,
  file: string,
  atMs: number,
  progress: (done: number) => void,
): Promise<void> {
  const zip = new yazl.ZipFile();
  const out = createWriteStream(`${file}.new`, { mode: 0o600 });
  const written = finished(zip.outputStream.pipe(out));
  // Told below, where it is awaited.
  written.catch(() => undefined);
  const mtime = new Date(atMs);
  const sums: string[] = [];
  const all = texts.length + captures.length;
  const add = (name: string, bytes: Buffer): void => {
    sums.push(`${createHash("sha256").update(bytes).digest("hex")}  ${name}`);
    zip.addBuffer(bytes, name, { mtime });
    progress(sums.length / (all + 1));
  };
  for (const { name, text } of texts) add(name, text);
  for (const part of captures) add(part.name, await readCapture(part, redactor));
  zip.addBuffer(Buffer.from(`${sums.join("\n")}\n`), "SHA256SUMS", { mtime });
  zip.end();
  await written;
  const handle = await open(`${file}.new`, "r");
  await handle.sync().finally(() => handle.close());
  await rename(`${file}.new`, file);
}

const sipMessage = /^(?:SIP\/2\.0 \d|[A-Z]{3,12} (?:sips?|tel):)/i;

/** A ring of files as one, with what must not go taken out. */
async function readCapture({ row, paths }: CapturePart, redactor: Redactor): Promise<Buffer> {
  const parts = await Promise.all(paths.map((path) => readFile(path).catch(() => Buffer.alloc(0))));
  if (row.kind === "at" || row.kind === "modbus")
    return Buffer.from(
      Buffer.concat(parts)
        .toString("utf8")
        .split("\n")
        .map((line) => redactor.text(line))
        .join("\n"),
    );
  const whole = Buffer.concat(parts.map((part, n) => (n === 0 ? part : part.subarray(fileHeaderBytes))));
  for (const { payload } of readRecords(whole, fileHeaderBytes)) {
    const text = Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString("latin1");
    if (!sipMessage.test(text)) continue;
    const redacted = Buffer.from(redactor.packet(text), "latin1");
    // In place: a message that changed its length would not fit its headers any more.
    if (redacted.length === payload.length) payload.set(redacted);
    else payload.fill(0x78);
  }
  return whole;
}

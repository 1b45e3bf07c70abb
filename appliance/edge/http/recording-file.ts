import { createReadStream, type ReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpFault } from "./http-fault.ts";

/** The file that a row names, if it is a file inside the data folder; links that lead out of it don't count. */
export async function containedFile(dataDir: string, path: string): Promise<{ path: string; bytes: number; changedMs: number }> {
  try {
    const folder = await realpath(dataDir);
    const file = await realpath(resolve(folder, path));
    if (!file.startsWith(folder + sep)) throw new HttpFault("recording-damaged");
    const { size, mtimeMs, isFile } = await stat(file).then((s) => ({ size: s.size, mtimeMs: s.mtimeMs, isFile: s.isFile() }));
    if (!isFile) throw new HttpFault("recording-damaged");
    return { path: file, bytes: size, changedMs: mtimeMs };
  } catch {
    throw new HttpFault("recording-damaged");
  }
}

/** RFC 9110 14.1.2: one range of bytes, first and last included. Several ranges or another unit: the whole is sent (14.2). */
function wantedRange(header: string | undefined, bytes: number): { first: number; last: number } | "whole" | "unsatisfiable" {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!found) return "whole";
  const [, from = "", to = ""] = found;
  if (from === "" && to === "") return "whole";
  if (from === "") {
    const suffix = Math.min(Number(to), bytes);
    return suffix === 0 ? "unsatisfiable" : { first: bytes - suffix, last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== "" && Number(to) < first) return "whole";
  return first >= bytes ? "unsatisfiable" : { first, last };
}

/** Answers with the file or the part that is asked for. The caller returns the stream. */
export async function sendRecording(
  request: FastifyRequest,
  reply: FastifyReply,
  dataDir: string,
  path: string,
): Promise<ReadStream | string> {
  const file = await containedFile(dataDir, path);
  const etag = `"${file.bytes.toString(36)}-${Math.round(file.changedMs).toString(36)}"`;
  const { range, "if-range": ifRange } = request.headers;
  // RFC 9110 13.1.5: a part of another version is of no use.
  const wanted = ifRange !== undefined && ifRange !== etag ? "whole" : wantedRange(range, file.bytes);
  const name = path
    .split("/")
    .at(-1)
    ?.replace(/[^A-Za-z0-9._-]/g, "_");
  reply.headers({
    "accept-ranges": "bytes",
    etag,
    "cache-control": "private, no-cache",
    "content-disposition": `inline; filename="${name}"`,
  });
  if (wanted === "unsatisfiable") {
    reply.code(416).header("content-range", `bytes */${file.bytes}`).type("text/plain");
    return "";
  }
  reply.type("audio/wav");
  if (wanted === "whole") {
    reply.header("content-length", file.bytes);
    // A recording that still grows ends where it ended when the length was taken.
    return createReadStream(file.path, { start: 0, end: Math.max(0, file.bytes - 1) });
  }
  const { first, last } = wanted;
  reply.code(206).headers({ "content-range": `bytes ${first}-${last}/${file.bytes}`, "content-length": last - first + 1 });
  return createReadStream(file.path, { start: first, end: last });
}

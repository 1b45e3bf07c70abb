import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SoundPort } from "./recordings-port.ts";

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

const endings: Record<string, string> = { "audio/wav": "wav", "audio/ogg": "opus", "audio/mpeg": "mp3" };

/** Answers with the sound or the part that is asked for. The caller returns the stream. */
export async function sendRecording(
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  sound: SoundPort,
): Promise<Readable | string> {
  const etag = `"${sound.bytes.toString(36)}-${sound.type.slice(6)}"`;
  const { range, "if-range": ifRange } = request.headers;
  // RFC 9110 13.1.5: a part of another version is of no use.
  const wanted = ifRange !== undefined && ifRange !== etag ? "whole" : wantedRange(range, sound.bytes);
  const name = `${id.replace(/[^A-Za-z0-9._-]/g, "_")}.${endings[sound.type] ?? "bin"}`;
  reply.headers({
    "accept-ranges": "bytes",
    etag,
    "cache-control": "private, no-cache",
    "content-disposition": `inline; filename="${name}"`,
  });
  if (wanted === "unsatisfiable") {
    await sound.close();
    reply.code(416).header("content-range", `bytes */${sound.bytes}`).type("text/plain");
    return "";
  }
  reply.type(sound.type);
  if (wanted === "whole") {
    reply.header("content-length", sound.bytes);
    return sound.read();
  }
  const { first, last } = wanted;
  reply.code(206).headers({ "content-range": `bytes ${first}-${last}/${sound.bytes}`, "content-length": last - first + 1 });
  return sound.read(first, last);
}

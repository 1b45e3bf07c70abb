import { spawn } from "node:child_process";

const limitMs = 60_000;
/** What mail servers usually take. */
const mostBytes = 18 * 1024 * 1024;

/** The caller's side of a recording, small enough for a mail. Rejects with ffmpeg's last words. */
export function voiceFile(recording: Uint8Array, as: "mp3" | "wav"): Promise<Buffer> {
  const codec = as === "mp3" ? ["-codec:a", "libmp3lame", "-b:a", "24k", "-f", "mp3"] : ["-codec:a", "pcm_s16le", "-f", "wav"];
  const args = ["-hide_banner", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "pipe", "-f", "wav", "-i", "pipe:0"];
  // The left side is what he said; on the right are the prompts.
  const child = spawn("ffmpeg", [...args, "-af", "pan=mono|c0=c0", "-map_metadata", "-1", ...codec, "pipe:1"], {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    let complaint = "";
    child.stdout.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > mostBytes) child.kill("SIGKILL");
      else parts.push(part);
    });
    child.stderr.on("data", (part: Buffer) => {
      complaint = (complaint + part.toString()).slice(-300);
    });
    child.on("error", (error) => reject(new Error(`ffmpeg can't be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (bytes > mostBytes) reject(new Error("the sound is too large for a mail"));
      else if (code === 0 && bytes > 0) resolve(Buffer.concat(parts));
      else reject(new Error(`ffmpeg: ${complaint.trim() || (signal ?? `code ${code}`)}`));
    });
    // It may end before it has read all of a damaged file.
    child.stdin.on("error", () => {});
    child.stdin.end(recording);
  });
}

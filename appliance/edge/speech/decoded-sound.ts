import { spawn } from "node:child_process";

const limitMs = 60_000;
const mostBytes = 64 * 1024 * 1024;
const formats: Record<string, string> = { "audio/ogg": "ogg", "audio/mpeg": "mp3" };

/** A compressed recording as WAV (8 kHz, two channels as they are), for the phone. Rejects with ffmpeg's last words. */
export function decodedSound(bytes: Uint8Array, type: string): Promise<Buffer> {
  const format = formats[type];
  if (!format) return Promise.reject(new Error(`no sound of a known kind: ${type}`));
  const input = ["-hide_banner", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "pipe", "-f", format, "-i", "pipe:0"];
  const child = spawn("ffmpeg", [...input, "-ar", "8000", "-codec:a", "pcm_alaw", "-f", "wav", "pipe:1"], {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    let complaint = "";
    child.stdout.on("data", (part: Buffer) => {
      size += part.length;
      if (size > mostBytes) child.kill("SIGKILL");
      else parts.push(part);
    });
    child.stderr.on("data", (part: Buffer) => {
      complaint = (complaint + part.toString()).slice(-300);
    });
    child.on("error", (error) => reject(new Error(`ffmpeg can't be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0 && size > 0 && size <= mostBytes) resolve(withLength(Buffer.concat(parts)));
      else reject(new Error(`ffmpeg: ${complaint.trim() || (signal ?? `code ${code}`)}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(bytes);
  });
}

/** Into a pipe ffmpeg can't write how long it became: the lengths in the header are filled in here. */
function withLength(wav: Buffer): Buffer {
  const data = wav.indexOf("data", 12, "latin1");
  if (data < 0) throw new Error("ffmpeg gave no sound");
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.writeUInt32LE(wav.length - data - 8, data + 4);
  return wav;
}

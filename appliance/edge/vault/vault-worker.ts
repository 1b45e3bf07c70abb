// Runs in a process of its own, below everything else: seals, compresses and listens to recordings when the calls are over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { setPriority } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { hearTalk, stretchMs } from "../../core/recordings/hear-talk.ts";
import { parseWav, wavSamples } from "../../wire/audio/wav.ts";
import { openSound, type SoundPlace, soundHash } from "./open-sound.ts";
import { sealFile } from "./sealed-file.ts";
import type { FromVault, ToVault, VaultDone, VaultJob } from "./vault-job.ts";

const encoders = {
  opus: ["-c:a", "libopus", "-b:a", "24k", "-f", "ogg"],
  mp3: ["-c:a", "libmp3lame", "-b:a", "32k", "-f", "mp3"],
} as const;
/** A talk of four hours in A-law, twice. */
const hearLimitBytes = 512 * 1024 * 1024;

async function work(dataDir: string, key: Buffer, job: VaultJob): Promise<VaultDone> {
  switch (job.do) {
    case "seal":
      return seal(dataDir, key, job.place, job.place.path, job.to);
    case "compress":
      return compress(dataDir, key, job);
    case "hear":
      return hear(dataDir, key, job.place);
  }
}

/** Written beside, read back and compared before it takes its name: what can't be opened again is no copy. */
async function seal(dataDir: string, key: Buffer, place: SoundPlace, from: string, to: string): Promise<VaultDone> {
  const beside = `${to}.new`;
  try {
    const plain = await soundHash(dataDir, { ...place, path: from, sealed: false }, key);
    if (plain === "missing" || "broken" in plain) return { fault: `${from} can't be read` };
    await mkdir(dirname(join(dataDir, beside)), { recursive: true });
    sealFile(join(dataDir, from), join(dataDir, beside), key, place.id);
    const again = await soundHash(dataDir, { ...place, path: beside, sealed: true }, key);
    if (again === "missing" || "broken" in again || again.sha256 !== plain.sha256)
      return { fault: `${to} can't be opened again` };
    await rename(join(dataDir, beside), join(dataDir, to));
    await toDisk(dirname(join(dataDir, to)));
    return plain;
  } finally {
    await rm(join(dataDir, beside), { force: true });
  }
}

async function compress(dataDir: string, key: Buffer, job: Extract<VaultJob, { do: "compress" }>): Promise<VaultDone> {
  const { place, format, to } = job;
  const plain = job.seal ? `${to}.plain` : to;
  const beside = `${plain}.new`;
  try {
    const sound = await openSound(dataDir, place, key);
    const ffmpeg = spawn(
      "ffmpeg",
      ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", "pipe:0", ...encoders[format], join(dataDir, beside)],
      { stdio: ["pipe", "ignore", "pipe"] },
    );
    let said = "";
    ffmpeg.stderr.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-500)));
    const ended = once(ffmpeg, "close") as Promise<[number | null]>;
    await pipeline(sound.read(), ffmpeg.stdin).catch((error: Error) => (said ||= error.message));
    const [code] = await ended;
    if (code !== 0) return { fault: `ffmpeg: ${said || code}` };
    await toDisk(join(dataDir, beside));
    await rename(join(dataDir, beside), join(dataDir, plain));
    if (job.seal) return await seal(dataDir, key, { ...place, format }, plain, to);
    await toDisk(dirname(join(dataDir, to)));
    const done = await soundHash(dataDir, { ...place, path: to, sealed: false, format }, key);
    return done === "missing" ? { fault: `${to} is gone` } : "broken" in done ? { fault: done.broken } : done;
  } finally {
    await rm(join(dataDir, beside), { force: true });
    if (job.seal) await rm(join(dataDir, plain), { force: true });
  }
}

async function hear(dataDir: string, key: Buffer, place: SoundPlace): Promise<VaultDone> {
  const sound = await openSound(dataDir, place, key);
  if (sound.bytes > hearLimitBytes) {
    await sound.close();
    return { fault: "too long to be listened to" };
  }
  const parts: Buffer[] = [];
  for await (const part of sound.read()) parts.push(part as Buffer);
  const wav = parseWav(Buffer.concat(parts));
  if ("fault" in wav) return { fault: wav.fault };
  if (wav.channels !== 2) return { fault: "not in two channels" };
  const samples = wavSamples(wav);
  const frames = (wav.rateHz * stretchMs) / 1000;
  const levels = (side: 0 | 1): Uint16Array => {
    const peaks = new Uint16Array(Math.floor(samples.length / 2 / frames));
    for (let at = 0; at < peaks.length * frames; at++) {
      const level = Math.abs(samples[2 * at + side]!);
      const stretch = Math.floor(at / frames);
      if (level > peaks[stretch]!) peaks[stretch] = level;
    }
    return peaks;
  };
  return { heard: hearTalk(levels(0), levels(1)) };
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

setPriority(15);
process.on("message", ({ n, dataDir, key, job }: ToVault) => {
  void work(dataDir, Buffer.from(key, "hex"), job)
    .catch((error: Error): VaultDone => ({ fault: error.message.slice(0, 300) }))
    .then((done) => process.send?.({ n, done } satisfies FromVault));
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit(0));

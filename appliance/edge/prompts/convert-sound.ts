import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ConvertedSound } from "../../contract/prompt-library.ts";
import { runTool } from "./run-tool.ts";

export type SoundFault = { fault: "audio-unreadable" | "audio-too-long" | "audio-silent"; text: string };

const mostSec = 15 * 60;
const withinMs = 60_000;
/** Speech on a telephone line; a peak above −2 dBFS would be clipped by some codecs. */
const wantedLufs = -19;
const mostPeakDb = -2;
const mostGainDb = 30;
const rateHz = 16_000;
const headerBytes = 44;

/** Containers and bare streams of sound. Nothing that names other files (playlists, `concat`, images, subtitles). */
const readable =
  "aac,ac3,adts,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,eac3,flac,g722,gsm,loas,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,ogg,oga,opus,tta,voc,w64,wav,wv";
const guarded = (source: string): string[] => [
  ...["-protocol_whitelist", "file", "-format_whitelist", readable, "-max_alloc", "268435456"],
  ...["-i", `file:${source}`],
];
const quiet = ["-hide_banner", "-nostdin", "-nostats"];
const mono = `aresample=${rateHz},aformat=sample_fmts=flt:channel_layouts=mono`;
/** Louder than this is no silence; measured after the loudness is set. */
const trim = "silenceremove=start_periods=1:start_silence=0.05:start_threshold=-45dB:detection=peak";

/** Any sound that ffmpeg reads, as the house wants it; the file lies in `targetDir` under the hash of what it holds. */
export async function convertSound(
  source: string,
  targetDir: string,
  calledOff?: AbortSignal,
): Promise<ConvertedSound | SoundFault> {
  const from = await probe(source, calledOff);
  if ("fault" in from) return from;
  const loudness = await measure(source, calledOff);
  if ("fault" in loudness) return loudness;
  const gainDb = gainFor(loudness);
  await mkdir(targetDir, { recursive: true });
  const beside = join(targetDir, `${randomUUID()}.part`);
  try {
    const made = await render(source, beside, gainDb, calledOff);
    return "fault" in made ? made : { ...made, file: await keep(beside, targetDir), from, gainDb };
  } finally {
    await rm(beside, { force: true });
  }
}

const unreadable = (text: string): SoundFault => ({
  fault: "audio-unreadable",
  text: text.trim().split("\n").at(-1)?.slice(0, 300) ?? "",
});

async function probe(source: string, calledOff?: AbortSignal): Promise<ConvertedSound["from"] | SoundFault> {
  const args = ["-v", "error", "-show_format", "-show_streams", "-select_streams", "a:0", "-of", "json", ...guarded(source)];
  const { code, stdout, stderr } = await runTool("ffprobe", args, withinMs, calledOff);
  if (code !== 0) return unreadable(stderr);
  const { streams = [], format } = JSON.parse(stdout) as {
    streams?: { codec_name?: string; sample_rate?: string; channels?: number }[];
    format?: { format_name?: string };
  };
  const [stream] = streams;
  if (!stream?.codec_name) return unreadable("there is no sound in it");
  return {
    format: format?.format_name ?? "",
    codec: stream.codec_name,
    rateHz: Number(stream.sample_rate ?? 0),
    channels: stream.channels ?? 0,
  };
}

type Loudness = { lufs: number; peakDb: number };

/** One second more than allowed is decoded, to know what is too long. */
async function measure(source: string, calledOff?: AbortSignal): Promise<Loudness | SoundFault> {
  const chain = `${mono},ebur128=peak=sample:framelog=verbose`;
  const args = [
    ...quiet,
    "-v",
    "info",
    ...guarded(source),
    "-map",
    "0:a:0",
    "-t",
    String(mostSec + 1),
    "-af",
    chain,
    "-f",
    "null",
    "-",
    "-progress",
    "pipe:1",
  ];
  const { code, stdout, stderr } = await runTool("ffmpeg", args, withinMs, calledOff);
  const decodedUs = Number(/.*out_time_us=(\d+)/s.exec(stdout)?.[1] ?? 0);
  if (decodedUs > mostSec * 1e6) return { fault: "audio-too-long", text: `it is longer than ${mostSec / 60} minutes` };
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const lufs = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1] ?? Number.NaN);
  const peak = /Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summary)?.[1];
  if (code !== 0 || Number.isNaN(lufs) || peak === undefined) return unreadable(code === null ? "it took too long" : stderr);
  return peak === "-inf" ? silent : { lufs, peakDb: Number(peak) };
}

const silent: SoundFault = { fault: "audio-silent", text: "there is nothing to be heard" };

/** EBU R 128: blocks below −70 LUFS don't count; −70 means that there was nothing long enough to be measured. */
function gainFor({ lufs, peakDb }: Loudness): number {
  const byPeak = mostPeakDb - peakDb;
  const wanted = lufs <= -70 ? byPeak : Math.min(wantedLufs - lufs, byPeak);
  return Math.round(Math.max(-60, Math.min(mostGainDb, wanted)) * 10) / 10;
}

async function render(
  source: string,
  target: string,
  gainDb: number,
  calledOff?: AbortSignal,
): Promise<{ durationMs: number; bytes: number } | SoundFault> {
  const chain = `${mono},volume=${gainDb}dB,${trim},areverse,${trim},areverse`;
  const args = [
    ...[...quiet, "-v", "error", ...guarded(source), "-map", "0:a:0", "-t", String(mostSec + 1), "-af", chain],
    // Without names, dates and tags of the uploader: the same sound is the same file.
    ...["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-c:a", "pcm_s16le", "-f", "wav", "-y", target],
  ];
  const { code, stderr } = await runTool("ffmpeg", args, withinMs, calledOff);
  if (code !== 0) return unreadable(code === null ? "it took too long" : stderr);
  const file = await open(target, "r");
  try {
    const { size } = await file.stat();
    const durationMs = Math.round((Math.max(0, size - headerBytes) / 2 / rateHz) * 1000);
    return durationMs < 20 ? silent : { durationMs, bytes: size };
  } finally {
    await file.close();
  }
}

/** Synced, then renamed: the name promises what is in it. */
async function keep(beside: string, targetDir: string): Promise<string> {
  const file = await open(beside, "r+");
  try {
    const hash = createHash("sha256");
    for await (const part of file.createReadStream({ autoClose: false, start: 0 })) hash.update(part as Buffer);
    await file.sync();
    const name = `${hash.digest("hex").slice(0, 40)}.wav`;
    await rename(beside, join(targetDir, name));
    return name;
  } finally {
    await file.close();
  }
}

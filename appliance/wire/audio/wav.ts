import { decodeAlaw, decodeUlaw } from "./g711.ts";
import { resampleTo8k } from "./resample.ts";

export type WavFormat = "alaw" | "ulaw" | "pcm8" | "pcm16";
/** A WAVE file; `data` lies within the bytes that were parsed, in whole sample frames. */
export type Wav = { format: WavFormat; channels: number; rateHz: number; data: Uint8Array };

const formatTags = { pcm16: 1, alaw: 6, ulaw: 7 } as const;
const extensibleTag = 0xfffe;

/**
 * The header before `dataBytes` of samples: 44 bytes for PCM, 58 with the fact chunk that other formats must have.
 * Write it with 0 first and again when the length is known. Odd data wants one more null byte behind it.
 */
export function wavHeader(input: {
  format: "alaw" | "ulaw" | "pcm16";
  channels: number;
  rateHz: number;
  dataBytes: number;
}): Uint8Array {
  const { format, channels, rateHz, dataBytes } = input;
  const isPcm = format === "pcm16";
  const frameBytes = channels * (isPcm ? 2 : 1);
  const bytes = new Uint8Array(isPcm ? 44 : 58);
  const view = new DataView(bytes.buffer);
  writeName(bytes, 0, "RIFF");
  view.setUint32(4, bytes.length - 8 + dataBytes + (dataBytes & 1), true);
  writeName(bytes, 8, "WAVE");
  writeName(bytes, 12, "fmt ");
  view.setUint32(16, isPcm ? 16 : 18, true);
  view.setUint16(20, formatTags[format], true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, isPcm ? 16 : 8, true);
  if (!isPcm) {
    // cbSize 0 at 36, then the number of sample frames
    writeName(bytes, 38, "fact");
    view.setUint32(42, 4, true);
    view.setUint32(46, Math.floor(dataBytes / frameBytes), true);
  }
  writeName(bytes, bytes.length - 8, "data");
  view.setUint32(bytes.length - 4, dataBytes, true);
  return bytes;
}

/** Reads a RIFF/WAVE file: PCM of 8 or 16 bits, A-law, mu-law, also in the extensible form. A file cut short, or never finished, gives what is there. */
export function parseWav(bytes: Uint8Array): Wav | { fault: string } {
  if (bytes.length < 12 || nameAt(bytes, 0) !== "RIFF" || nameAt(bytes, 8) !== "WAVE") return { fault: "not a WAVE file" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let form: Omit<Wav, "data"> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = nameAt(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === "fmt ") {
      const read = parseForm(view, start, size);
      if ("fault" in read) return read;
      form = read;
    } else if (name === "data") {
      if (form === undefined) return { fault: "WAVE file without format before its data" };
      const frameBytes = form.channels * (form.format === "pcm16" ? 2 : 1);
      // 0 or all ones: the writer never came back to fill it in
      const length = size === 0 || size > bytes.length - start ? bytes.length - start : size;
      return { ...form, data: bytes.subarray(start, start + length - (length % frameBytes)) };
    }
    at = start + size + (size & 1); // chunks begin at even places
  }
  return { fault: "WAVE file without data" };
}

function parseForm(view: DataView, start: number, size: number): Omit<Wav, "data"> | { fault: string } {
  if (size < 16 || start + 16 > view.byteLength) return { fault: "WAVE file with a broken format chunk" };
  let tag = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const rateHz = view.getUint32(start + 4, true);
  const bits = view.getUint16(start + 14, true);
  if (tag === extensibleTag) {
    if (size < 40 || start + 26 > view.byteLength) return { fault: "WAVE file with a broken format chunk" };
    tag = view.getUint16(start + 24, true); // the sub-format's first two bytes
  }
  if (channels < 1 || channels > 16) return { fault: `WAVE file with ${channels} channels` };
  if (rateHz < 4000 || rateHz > 192_000) return { fault: `WAVE file with a rate of ${rateHz} Hz` };
  const format = formatOf(tag, bits);
  if (format === undefined) return { fault: `WAVE file of an unknown format (tag ${tag}, ${bits} bits)` };
  return { format, channels, rateHz };
}

function formatOf(tag: number, bits: number): WavFormat | undefined {
  if (tag === 1) return bits === 16 ? "pcm16" : bits === 8 ? "pcm8" : undefined;
  if (bits !== 8) return undefined;
  return tag === 6 ? "alaw" : tag === 7 ? "ulaw" : undefined;
}

/** Samples of all channels, interleaved as in the file. */
export function wavSamples(wav: Wav): Int16Array {
  const { data, format } = wav;
  const samples = new Int16Array(format === "pcm16" ? data.length >> 1 : data.length);
  switch (format) {
    case "alaw":
      decodeAlaw(data, 0, samples, 0, samples.length);
      break;
    case "ulaw":
      decodeUlaw(data, 0, samples, 0, samples.length);
      break;
    case "pcm8":
      for (let i = 0; i < samples.length; i++) samples[i] = (data[i]! - 128) << 8;
      break;
    case "pcm16":
      for (let i = 0; i < samples.length; i++) samples[i] = data[2 * i]! | (data[2 * i + 1]! << 8);
  }
  return samples;
}

/** A prompt or an upload as the calls want it: 8 kHz, one channel (the mean of all). */
export function wavToLinear8k(bytes: Uint8Array): Int16Array | { fault: string } {
  const wav = parseWav(bytes);
  if ("fault" in wav) return wav;
  const samples = wavSamples(wav);
  return resampleTo8k(wav.channels === 1 ? samples : mixDown(samples, wav.channels), wav.rateHz);
}

function mixDown(samples: Int16Array, channels: number): Int16Array {
  const mono = new Int16Array(Math.floor(samples.length / channels));
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += samples[i * channels + channel]!;
    mono[i] = Math.round(sum / channels);
  }
  return mono;
}

function writeName(bytes: Uint8Array, at: number, name: string): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = name.charCodeAt(i);
}

const nameAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);

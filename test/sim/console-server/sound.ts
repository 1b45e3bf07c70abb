import { dice } from "./dice.ts";

/** How loud each side is, 20 times a second, 0 … 1: people take turns, the queue plays music to nobody's left. */
function loudness(seed: number, durationMs: number): { left: Float32Array; right: Float32Array } {
  const r = dice(seed);
  const n = Math.max(1, Math.round(durationMs / 50));
  const left = new Float32Array(n);
  const right = new Float32Array(n);
  let at = 0;
  let turn = r.chance(0.5);
  while (at < n) {
    const long = Math.round(r.between(12, 110));
    const side = at < Math.min(n * 0.25, 500) ? right : turn ? left : right;
    const level = r.between(0.35, 0.85);
    for (let i = at; i < Math.min(n, at + long); i++)
      side[i] = level * (0.35 + 0.65 * Math.abs(Math.sin(i * 0.9) * Math.sin(i * 0.37 + seed))) * (r.chance(0.08) ? 0.15 : 1);
    at += long + Math.round(r.between(2, 18));
    turn = r.chance(0.75) ? !turn : turn;
  }
  return { left, right };
}

const seedOf = (id: string): number => [...id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7);

export function peaks(id: string, durationMs: number, buckets: number): { durationMs: number; left: number[]; right: number[] } {
  const { left, right } = loudness(seedOf(id), durationMs);
  const fold = (side: Float32Array) =>
    Array.from({ length: buckets }, (_, b) => {
      const from = Math.floor((b * side.length) / buckets);
      const to = Math.max(from + 1, Math.floor(((b + 1) * side.length) / buckets));
      return Math.round(Math.max(0, ...side.subarray(from, to)) * 140);
    });
  return { durationMs, left: fold(left), right: fold(right) };
}

/** A stereo A-law WAV of murmuring, loud where the peaks are. */
export function wav(id: string, durationMs: number): Buffer {
  const { left, right } = loudness(seedOf(id), durationMs);
  const frames = Math.round(durationMs * 8);
  const data = Buffer.alloc(frames * 2);
  const r = dice(seedOf(id));
  for (let i = 0; i < frames; i++) {
    const slot = Math.min(left.length - 1, Math.floor(i / 400));
    const t = i / 8000;
    const voice = (base: number) =>
      Math.sin(2 * Math.PI * base * t + 3 * Math.sin(2 * Math.PI * 4 * t)) * 0.5 + (r.next() - 0.5) * 0.15;
    data[i * 2] = alaw(voice(190) * (left[slot] ?? 0) * 16_000);
    data[i * 2 + 1] = alaw(voice(130) * (right[slot] ?? 0) * 16_000);
  }
  const head = Buffer.alloc(58);
  head.write("RIFF", 0);
  head.writeUInt32LE(50 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(6, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(8, 34);
  head.write("fact", 38);
  head.writeUInt32LE(4, 42);
  head.writeUInt32LE(frames, 46);
  head.write("data", 50);
  head.writeUInt32LE(data.length, 54);
  return Buffer.concat([head, data]);
}

// ITU-T G.711: sign, three bits of exponent, four of mantissa, every other bit inverted.
function alaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  let size = Math.min(32_635, Math.abs(Math.round(sample))) >> 4;
  let exponent = 0;
  if (size >= 16) {
    exponent = 1;
    while (size >= 32) {
      size >>= 1;
      exponent += 1;
    }
  }
  return (sign | (exponent << 4) | (size & 0x0f)) ^ 0x55;
}

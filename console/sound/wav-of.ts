/** A part of a sound as a WAV file (RIFF, 16-bit PCM, one channel); `fromSec` and `toSec` are kept within it. */
export function wavOf(samples: Float32Array, rateHz: number, fromSec: number, toSec: number): ArrayBuffer {
  const first = Math.min(samples.length, Math.max(0, Math.floor(fromSec * rateHz)));
  const last = Math.min(samples.length, Math.max(first, Math.ceil(toSec * rateHz)));
  const bytes = (last - first) * 2;
  const file = new DataView(new ArrayBuffer(44 + bytes));
  const text = (at: number, word: string) => {
    for (const [i, c] of [...word].entries()) file.setUint8(at + i, c.charCodeAt(0));
  };
  text(0, "RIFF");
  file.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rateHz, true);
  file.setUint32(28, rateHz * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, "data");
  file.setUint32(40, bytes, true);
  for (let i = first; i < last; i += 1) {
    const value = Math.max(-1, Math.min(1, samples[i] ?? 0));
    file.setInt16(44 + (i - first) * 2, Math.round(value * 32_767), true);
  }
  return file.buffer;
}

/** The loudest value of each of `buckets` equal parts, 0 … 1. */
export function peaksOf(samples: Float32Array, buckets: number): number[] {
  const size = samples.length / buckets;
  return Array.from({ length: buckets }, (_, b) => {
    let top = 0;
    for (let i = Math.floor(b * size); i < Math.floor((b + 1) * size); i += 1) top = Math.max(top, Math.abs(samples[i] ?? 0));
    return top;
  });
}

/** Where speech begins and ends: the first and last place louder than a twentieth of the loudest, with a little room. */
export function speechIn(samples: Float32Array, rateHz: number): { fromSec: number; toSec: number } {
  const top = samples.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const whole = { fromSec: 0, toSec: samples.length / rateHz };
  if (top === 0) return whole;
  const loud = (v: number) => Math.abs(v) > top / 20;
  const first = samples.findIndex(loud) / rateHz;
  const last = samples.findLastIndex(loud) / rateHz;
  const room = 0.15;
  return { fromSec: Math.max(0, first - room), toSec: Math.min(whole.toSec, last + room) };
}

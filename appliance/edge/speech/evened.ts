/** Peak near -6 dBFS: as loud as a recorded prompt, with room for the codec. */
const wantedPeak = 16_000;
const mostGain = 8;
/** Left at both ends, so that no consonant is bitten off: 50 ms at 8 kHz. */
const padding = 400;

/** Brings speech to one loudness and cuts dead air at both ends. */
export function evened(samples: Int16Array): Int16Array {
  let peak = 1;
  for (const s of samples) peak = Math.max(peak, Math.abs(s));
  const threshold = peak / 100;
  let from = 0;
  let to = samples.length;
  while (from < to && Math.abs(samples[from]!) < threshold) from++;
  while (to > from && Math.abs(samples[to - 1]!) < threshold) to--;
  const cut = samples.subarray(Math.max(0, from - padding), Math.min(samples.length, to + padding));
  const gain = Math.min(mostGain, wantedPeak / peak);
  return Int16Array.from(cut, (s) => Math.max(-32_768, Math.min(32_767, Math.round(s * gain))));
}

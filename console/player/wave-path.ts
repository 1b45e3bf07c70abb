/** A waveform as one closed outline: `peaks` 0 … 1 mirrored about the middle of a strip. Quiet still shows as a hairline. */
export function wavePath(peaks: readonly number[], wide: number, high: number): string {
  if (peaks.length === 0) return "";
  const middle = high / 2;
  const step = wide / peaks.length;
  const at = (i: number) => (i * step).toFixed(1);
  const half = (p: number) => Math.max(0.5, Math.min(1, p) * (middle - 1));
  const upper = peaks.map((p, i) => `${at(i)} ${(middle - half(p)).toFixed(1)}`);
  const lower = peaks.map((p, i) => `${at(i)} ${(middle + half(p)).toFixed(1)}`).reverse();
  return `M${upper.join("L")}L${wide} ${middle}L${lower.join("L")}Z`;
}

const fullScale = 255;
/** A faint recording is drawn larger, but noise isn't drawn as speech. */
const mostGain = 6;

/** Brings peaks (0 … 255 of full scale) to 0 … 1 for the eye, both sides by the same measure: louder stays louder. */
export function evenOut(left: readonly number[], right: readonly number[]): { left: number[]; right: number[] } {
  const top = left.concat(right).reduce((a, b) => Math.max(a, b), 0) / fullScale;
  const gain = top === 0 ? 1 : Math.min(mostGain, 1 / top);
  const seen = (p: number) => Math.min(1, (p / fullScale) * gain) ** 0.75;
  return { left: left.map(seen), right: right.map(seen) };
}

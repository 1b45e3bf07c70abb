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

/** Brings peaks of any scale (1 or 16 bit) to 0 … 1, both sides by the same measure. */
export function evenOut(left: readonly number[], right: readonly number[]): { left: number[]; right: number[] } {
  const top = Math.max(...left, ...right, 0);
  const by = top <= 1 ? 1 : top <= 100 ? 1 / 100 : 1 / 32_768;
  return { left: left.map((p) => p * by), right: right.map((p) => p * by) };
}

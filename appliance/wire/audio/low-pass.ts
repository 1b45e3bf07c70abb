/** Zeroth-order modified Bessel function of the first kind. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 60 && term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** A windowed-sinc low-pass at offset `x` samples from its middle; `halfWidth` samples to either side; Kaiser window, about 70 dB down for `beta` 7. */
export function lowPassAt(x: number, cutoffPerSample: number, halfWidth: number, beta = 7): number {
  if (Math.abs(x) >= halfWidth) return 0;
  const angle = 2 * Math.PI * cutoffPerSample * x;
  const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
  return 2 * cutoffPerSample * sinc * (besselI0(beta * Math.sqrt(1 - (x / halfWidth) ** 2)) / besselI0(beta));
}

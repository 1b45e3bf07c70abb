/**
 * E-model (ITU-T G.107), simplified: everything at its default but delay and loss. 1.0 … 4.5.
 * Loss robustness is that of G.711 with concealment (G.113: Ie 0, Bpl 25.1); G.722 is judged on the same narrow-band scale.
 */
export function estimateMos(input: { lossPercent: number; jitterMs: number; roundTripMs: number }): number {
  const delayMs = input.roundTripMs / 2 + 2 * input.jitterMs + 40; // packet, and a jitter buffer of twice the jitter
  const delayImpairment = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
  const lossImpairment = (95 * input.lossPercent) / (input.lossPercent + 25.1);
  const r = Math.min(93.2, Math.max(0, 93.2 - delayImpairment - lossImpairment));
  const mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.round(Math.min(4.5, Math.max(1, mos)) * 100) / 100;
}

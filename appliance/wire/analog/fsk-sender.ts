const rateHz = 8_000;
const samplesPerBit = rateHz / 1_200;
const markHz = 1_200;
const spaceHz = 2_200;

/** Bits as sound, without a jump in phase. `levelDbm0` is that of a sine; 3.14 dBm0 is full scale (ITU-T G.711). */
export function fskSound(bits: Iterable<number>, levelDbm0 = -13.5): Int16Array {
  const amplitude = 32_767 * 10 ** ((levelDbm0 - 3.14) / 20);
  const all = [...bits];
  const samples = new Int16Array(Math.round(all.length * samplesPerBit));
  let phase = 0;
  for (let n = 0; n < samples.length; n++) {
    const bit = all[Math.min(all.length - 1, Math.floor(n / samplesPerBit))]!;
    samples[n] = Math.round(amplitude * Math.sin(phase));
    phase += (2 * Math.PI * (bit ? markHz : spaceHz)) / rateHz;
  }
  return samples;
}

/** 12.75 ms; two blocks fit whole into 40 ms wherever they fall. */
export const blockSamples = 102;
/** ITU-T Q.24: ±1.5 % must be taken, ±3.5 % refused. Beyond 1.8 % the third and fourth harmonic of a high voice look like a star. */
const detuneLimit = 0.018;
const pairSamples = 2 * blockSamples;
const bell = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
const halfBell = bell(blockSamples);
const pairBell = bell(pairSamples);

const partSamples = blockSamples / 2;
/** The weakest quarter against the mean (the two tones' beat alone makes 0.8), and all against its middle. */
const evenness = 0.6;
const fullness = 0.9;

/** Measures one tone over two blocks, with bell-shaped weights so that the other tone does not leak in. */
export class DtmfProof {
  #real = 0;
  #imaginary = 0;

  /** Mean square of the tone nearest to `frequencyHz`; 0 if it is out of tune. */
  levelOf(samples: Int16Array, frequencyHz: number): number {
    const step = (2 * Math.PI * frequencyHz) / 8000;
    this.#correlate(samples, 0, halfBell, step);
    const firstPhase = Math.atan2(this.#imaginary, this.#real);
    this.#correlate(samples, blockSamples, halfBell, step);
    const turned = Math.atan2(this.#imaginary, this.#real) - firstPhase - step * blockSamples;
    const offset = (turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI))) / blockSamples;
    if (Math.abs(offset) > step * detuneLimit) return 0;
    this.#correlate(samples, 0, pairBell, step + offset);
    return (2 * (this.#real * this.#real + this.#imaginary * this.#imaginary)) / (blockSamples * blockSamples);
  }

  /** Mean square of everything, with the same weights. */
  meanSquare(samples: Int16Array): number {
    let sum = 0;
    for (let i = 0; i < pairSamples; i++) sum += pairBell[i]! * samples[i]! * samples[i]!;
    return sum / blockSamples;
  }

  /** A press has the same strength all through; a syllable or a click has not. */
  isEven(samples: Int16Array): boolean {
    let whole = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let part = 0; part < 4; part++) {
      let energy = 0;
      for (let i = part * partSamples; i < (part + 1) * partSamples; i++) energy += samples[i]! * samples[i]!;
      whole += energy;
      if (energy < least) least = energy;
    }
    if (least * 4 < whole * evenness) return false;
    return whole / pairSamples > this.meanSquare(samples) * fullness;
  }

  #correlate(samples: Int16Array, start: number, weights: Float64Array, step: number): void {
    const turnReal = Math.cos(step);
    const turnImaginary = Math.sin(step);
    let cosine = 1;
    let sine = 0;
    let real = 0;
    let imaginary = 0;
    for (let i = 0; i < weights.length; i++) {
      const value = weights[i]! * samples[start + i]!;
      real += value * cosine;
      imaginary -= value * sine;
      const next = cosine * turnReal - sine * turnImaginary;
      sine = cosine * turnImaginary + sine * turnReal;
      cosine = next;
    }
    this.#real = real;
    this.#imaginary = imaginary;
  }
}

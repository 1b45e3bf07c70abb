const rateHz = 8_000;
const baud = 1_200;
const samplesPerBit = rateHz / baud;
/** Correlation over the whole samples nearest to a bit: long enough to tell the tones apart, short enough not to smear two bits. */
const windowSamples = 7;
/** Bell 202; ITU-T V.23 has 1300 and 2100, which these correlators tell apart as well. */
const markHz = 1_200;
const spaceHz = 2_200;
/** Below about -45 dBm0 (A-law full scale 3.14) there is nothing to be heard on a line. */
const leastPower = 30 ** 2;
/** Share of the power that must be in the two tones: voice and noise have less. */
const leastShare = 0.35;

/** What the modem makes of the sound: bytes, and where they were broken off. */
export type FskHeard = { byte: number } | { lost: true };

/**
 * Hears 1200 baud FSK (Bell 202, V.23 forward channel) with start and stop bits, as caller ID is sent (ETSI EN 300 659-1 6). Non-coherent:
 * two quadrature correlators and their difference; the bit clock begins anew at every start bit, between samples.
 */
export class FskReceiver {
  readonly #hear: (heard: FskHeard) => void;
  readonly #mark = new Correlator(markHz);
  readonly #space = new Correlator(spaceHz);
  readonly #squares = new Float64Array(windowSamples);
  #power = 0;
  #n = 0;
  #before = 0;
  /** Middle of the next bit, in samples; undefined while the line is in mark. */
  #nextMiddle: number | undefined;
  #bits: number[] = [];
  #carrier = false;

  constructor(hear: (heard: FskHeard) => void) {
    this.#hear = hear;
  }

  feed(samples: Int16Array): void {
    for (const sample of samples) this.#sample(sample);
  }

  #sample(sample: number): void {
    const at = this.#n % windowSamples;
    this.#power += sample * sample - this.#squares[at]!;
    this.#squares[at] = sample * sample;
    const mark = this.#mark.feed(sample, this.#n, at);
    const space = this.#space.feed(sample, this.#n, at);
    const now = mark - space;
    const mean = this.#power / windowSamples;
    // A pure tone gives window² × power / 2 at its own correlator.
    const share = (mark + space) / ((windowSamples * windowSamples * Math.max(mean, 1)) / 2);
    this.#carrier = mean > leastPower && share > leastShare;
    this.#decide(now);
    this.#before = now;
    this.#n++;
  }

  #decide(now: number): void {
    if (this.#nextMiddle === undefined) {
      if (!this.#carrier || this.#before <= 0 || now > 0) return;
      // From mark to space: where the line between the two values crosses nothing.
      const edge = this.#n - 1 + this.#before / (this.#before - now);
      this.#nextMiddle = edge + samplesPerBit / 2;
      this.#bits = [];
      return;
    }
    if (this.#n < this.#nextMiddle) return;
    const back = this.#n - this.#nextMiddle;
    const value = now + (this.#before - now) * Math.min(1, back);
    this.#bit(value > 0 ? 1 : 0);
  }

  #bit(bit: number): void {
    const bits = this.#bits;
    bits.push(bit);
    this.#nextMiddle! += samplesPerBit;
    // The start bit was a spike.
    if (bits.length === 1 && bit === 1) this.#nextMiddle = undefined;
    if (bits.length < 10) return;
    this.#nextMiddle = undefined;
    if (bit === 1 && this.#carrier) this.#hear({ byte: bits.slice(1, 9).reduce((byte, b, i) => byte | (b << i), 0) });
    else this.#hear({ lost: true });
  }
}

/** Energy at one frequency over the last `windowSamples`. */
class Correlator {
  readonly #radiansPerSample: number;
  readonly #cosines = new Float64Array(windowSamples);
  readonly #sines = new Float64Array(windowSamples);
  #inPhase = 0;
  #quadrature = 0;

  constructor(frequencyHz: number) {
    this.#radiansPerSample = (2 * Math.PI * frequencyHz) / rateHz;
  }

  feed(sample: number, n: number, at: number): number {
    const angle = this.#radiansPerSample * (n % rateHz);
    const cosine = sample * Math.cos(angle);
    const sine = sample * Math.sin(angle);
    this.#inPhase += cosine - this.#cosines[at]!;
    this.#quadrature += sine - this.#sines[at]!;
    this.#cosines[at] = cosine;
    this.#sines[at] = sine;
    return this.#inPhase * this.#inPhase + this.#quadrature * this.#quadrature;
  }
}

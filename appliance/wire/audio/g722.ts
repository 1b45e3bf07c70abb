import { G722Band } from "./g722-band.ts";
import { saturate } from "./saturate.ts";

/** Every second tap of the 24-tap quadrature mirror filter (G.722 table 11); read backwards it is the other half. */
const mirror = Int16Array.of(3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11);
const taps = 24;
/** Samples worked on before the delay line is moved. */
const chunk = 320;

/** ITU-T G.722 encoder, 64 kbit/s (mode 1): 16 kHz samples to one byte for every two. */
export class G722Encoder {
  #low = new G722Band(32);
  #high = new G722Band(8);
  readonly #line = new Int16Array(taps + chunk);

  reset(): void {
    this.#low = new G722Band(32);
    this.#high = new G722Band(8);
    this.#line.fill(0);
  }

  /** Encodes `count` samples (an odd last one is left out); returns the bytes written. */
  encode(src: Int16Array, srcStart: number, count: number, dst: Uint8Array, dstStart: number): number {
    const line = this.#line;
    const pairs = count >> 1;
    let done = 0;
    while (done < pairs) {
      const now = Math.min(chunk >> 1, pairs - done);
      for (let i = 0; i < now * 2; i++) line[taps - 2 + i] = src[srcStart + done * 2 + i]!;
      for (let pair = 0; pair < now; pair++) dst[dstStart + done + pair] = this.#encodePair(pair * 2);
      line.copyWithin(0, now * 2, now * 2 + taps - 2);
      done += now;
    }
    return pairs;
  }

  #encodePair(at: number): number {
    const line = this.#line;
    let odd = 0;
    let even = 0;
    for (let i = 0; i < taps / 2; i++) {
      odd += Math.imul(line[at + 2 * i]!, mirror[i]!);
      even += Math.imul(line[at + 2 * i + 1]!, mirror[11 - i]!);
    }
    const lowCode = this.#low.quantiseLow(saturate(((even + odd) >> 14) - this.#low.estimate));
    this.#low.adaptLow(lowCode);
    const highCode = this.#high.quantiseHigh(saturate(((even - odd) >> 14) - this.#high.estimate));
    this.#high.adaptHigh(highCode);
    return (highCode << 6) | lowCode;
  }
}

/** ITU-T G.722 decoder, 64 kbit/s (mode 1): every byte gives two samples at 16 kHz. */
export class G722Decoder {
  #low = new G722Band(32);
  #high = new G722Band(8);
  readonly #line = new Int16Array(taps + chunk);

  reset(): void {
    this.#low = new G722Band(32);
    this.#high = new G722Band(8);
    this.#line.fill(0);
  }

  /** Decodes `count` bytes; returns the samples written. */
  decode(src: Uint8Array, srcStart: number, count: number, dst: Int16Array, dstStart: number): number {
    const line = this.#line;
    let done = 0;
    while (done < count) {
      const now = Math.min(chunk >> 1, count - done);
      for (let pair = 0; pair < now; pair++) {
        this.#decodePair(src[srcStart + done + pair]!, taps - 2 + pair * 2);
        this.#combine(pair * 2, dst, dstStart + (done + pair) * 2);
      }
      line.copyWithin(0, now * 2, now * 2 + taps - 2);
      done += now;
    }
    return count * 2;
  }

  #decodePair(code: number, at: number): void {
    const lowCode = code & 63;
    const highCode = code >> 6;
    const low = this.#low.reconstructLow(lowCode);
    this.#low.adaptLow(lowCode);
    const high = this.#high.reconstructHigh(highCode);
    this.#high.adaptHigh(highCode);
    this.#line[at] = low + high;
    this.#line[at + 1] = low - high;
  }

  #combine(at: number, dst: Int16Array, dstAt: number): void {
    const line = this.#line;
    let sums = 0;
    let differences = 0;
    for (let i = 0; i < taps / 2; i++) {
      sums += Math.imul(line[at + 2 * i]!, mirror[i]!);
      differences += Math.imul(line[at + 2 * i + 1]!, mirror[11 - i]!);
    }
    dst[dstAt] = saturate(differences >> 11);
    dst[dstAt + 1] = saturate(sums >> 11);
  }
}

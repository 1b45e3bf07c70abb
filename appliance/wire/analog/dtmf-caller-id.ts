import type { CallerId } from "./caller-id-message.ts";

/** Longest number an exchange sends. */
const mostDigits = 24;
/** Nothing more after the last key: what was there is all. */
const quietMs = 500;

/**
 * Caller ID by DTMF, as exchanges of China and the north send it before the first ring or between rings (ETSI EN 300 659-1 annex B): begun by A
 * or D, ended by C or #; B begins a code for a number that isn't told (B00 withheld, B10 not known).
 */
export class DtmfCallerId {
  #start: "A" | "B" | "D" | undefined;
  #digits = "";
  #lastMs = 0;

  /** A key was heard. The caller, when that ended it. */
  key(key: string, nowMs: number): CallerId | undefined {
    if (nowMs - this.#lastMs > 4 * quietMs) this.#forget();
    this.#lastMs = nowMs;
    if (this.#start && (key === "C" || key === "#")) return this.#end();
    if (key === "A" || key === "B" || key === "D") {
      this.#digits = "";
      this.#start = key;
    } else if (/^[0-9*]$/.test(key) && this.#digits.length < mostDigits) {
      // Some exchanges leave the start out.
      this.#start ??= "A";
      this.#digits += key;
    }
    return undefined;
  }

  /** Time has passed; an exchange that sends no end is taken at its last key. */
  quiet(nowMs: number): CallerId | undefined {
    return this.#start && this.#digits.length > 0 && nowMs - this.#lastMs >= quietMs ? this.#end() : undefined;
  }

  #end(): CallerId {
    const [start, digits] = [this.#start, this.#digits];
    this.#forget();
    if (start === "B") return { withheld: digits.startsWith("00") || digits === "0" };
    return digits ? { number: digits, withheld: false } : { withheld: false };
  }

  #forget(): void {
    this.#start = undefined;
    this.#digits = "";
  }
}

/** The keys for a telephone that takes DTMF. */
export const dtmfCallerKeys = ({ number, withheld }: CallerId): string =>
  withheld ? "B00C" : number && /^[0-9*]{1,24}$/.test(number) ? `D${number}C` : "B10C";

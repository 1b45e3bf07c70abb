const most = 100_000;
const indexDigits = 4;
const keptDigits = 2;
/** Shorter numbers are services and extensions: 110, 12345, 96100. */
export const leastDigits = 7;

/** What numbers and people are called in a bundle: the same again for the same one, so that a call can be followed. */
export class Pseudonyms {
  readonly #letter: string;

  readonly #numbers = new Map<string, number>();
  readonly #people = new Map<string, number>();

  /** `letter`: what stands before; another one for what was renamed elsewhere, so that the two are not taken for each other. */
  constructor(letter = "N") {
    this.#letter = letter;
  }

  /** As long as the number, with its last two digits: `13800138000` → `N0001xxxx00`. A leading `+` or country code names the same number. */
  number(text: string): string {
    const plus = text.startsWith("+") ? "+" : "";
    const digits = text.slice(plus.length);
    const index = place(this.#numbers, digits.replace(/^(?:00)?86(?=\d{9,12}$)/, "").replace(/^0(?=1\d{10}$)/, ""));
    const named = index.toString(36).padStart(indexDigits, "0").slice(-indexDigits);
    const tail = digits.slice(-keptDigits);
    return `${plus}${this.#letter}${named}${"x".repeat(Math.max(0, digits.length - 1 - indexDigits - keptDigits))}${tail}`;
  }

  /** `bytes`: exactly so long, for what must keep its length. */
  person(name: string, bytes?: number): string {
    const short = `P${place(this.#people, name)}`;
    return bytes === undefined ? short : short.slice(0, bytes).padEnd(bytes, "x");
  }
}

/** From 1; those beyond the limit share 0 and can't be told apart. */
function place(known: Map<string, number>, key: string): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= most) return 0;
  known.set(key, known.size + 1);
  return known.size;
}

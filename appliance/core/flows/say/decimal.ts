/** A number as digits, so that nothing is lost on its way to words. `whole` has no leading zeros, "0" for none. */
export type Decimal = { negative: boolean; whole: string; fraction: string };

const wholeLimit = 15;
const fractionLimit = 12;

/** Reads "205.30", "-3", "1,234.5"; undefined for anything else and for more than 15 whole digits. */
export function readDecimal(text: string): Decimal | undefined {
  const found = /^\s*([+\-−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,30}))?\s*$/.exec(text);
  if (!found) return undefined;
  const whole = found[2]!.replaceAll(",", "").replace(/^0+(?=\d)/, "");
  if (whole.length > wholeLimit) return undefined;
  const fraction = (found[3] ?? "").slice(0, fractionLimit);
  const negative = (found[1] === "-" || found[1] === "−") && /[1-9]/.test(whole + fraction);
  return { negative, whole, fraction };
}

/** Hundredths, rounded half up and away from zero. */
export function hundredths(decimal: Decimal): { negative: boolean; whole: string; cents: number } {
  const kept = BigInt(decimal.whole + decimal.fraction.slice(0, 2).padEnd(2, "0"));
  const total = kept + (Number(decimal.fraction[2] ?? "0") >= 5 ? 1n : 0n);
  return { negative: decimal.negative && total > 0n, whole: String(total / 100n), cents: Number(total % 100n) };
}

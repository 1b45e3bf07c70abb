import { type Currency, currencies } from "./currency.ts";
import { hundredths, readDecimal } from "./decimal.ts";
import type { DateParts, TimeParts } from "./moment.ts";

const small = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
] as const;
const tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"] as const;
const thousands = ["", "thousand", "million", "billion", "trillion"] as const;
const signs: Record<string, string> = { "*": "star", "#": "hash", "+": "plus", ".": "point" };

export function enDigits(text: string): string {
  const said: string[] = [];
  for (const sign of text.slice(0, 64)) {
    const word = /\d/.test(sign)
      ? small[Number(sign)]
      : (signs[sign] ?? (/[A-Za-z]/.test(sign) ? sign.toUpperCase() : undefined));
    if (word !== undefined) said.push(word);
  }
  return said.join(" ");
}

/** A telephone number; an eleven-digit mobile number in groups of 3, 4 and 4. */
export function enPhone(text: string): string {
  const found = /^(1\d{2})(\d{4})(\d{4})$/.exec(text);
  return found ? [found[1], found[2], found[3]].map((group) => enDigits(group!)).join(", ") : enDigits(text);
}

const belowHundred = (n: number): string =>
  n < 20 ? small[n]! : n % 10 === 0 ? tens[n / 10]! : `${tens[Math.floor(n / 10)]}-${small[n % 10]}`;

function belowThousand(n: number): string {
  if (n < 100) return belowHundred(n);
  const rest = n % 100;
  return `${small[Math.floor(n / 100)]} hundred${rest > 0 ? ` and ${belowHundred(rest)}` : ""}`;
}

/** Whole numbers below 10^15, with "and" before the last two digits. */
export function enWhole(whole: string): string {
  const digits = whole.padStart(Math.ceil(whole.length / 3) * 3, "0");
  const groups = digits.length / 3;
  const said: string[] = [];
  for (let i = 0; i < groups; i++) {
    const n = Number(digits.slice(i * 3, i * 3 + 3));
    if (n === 0) continue;
    const power = groups - 1 - i;
    const lone = power === 0 && n < 100 && said.length > 0;
    said.push(`${lone ? "and " : ""}${belowThousand(n)}${power > 0 ? ` ${thousands[power]}` : ""}`);
  }
  return said.join(" ") || "zero";
}

export function enNumber(text: string): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal) return undefined;
  const point = decimal.fraction === "" ? "" : ` point ${enDigits(decimal.fraction)}`;
  return `${decimal.negative ? "minus " : ""}${enWhole(decimal.whole)}${point}`;
}

const irregular: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

export function enOrdinal(text: string): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal || decimal.negative || decimal.fraction !== "") return undefined;
  return enWhole(decimal.whole).replace(
    /[a-z]+$/,
    (last) => irregular[last] ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`),
  );
}

/** The caller's place in a line; 1 is the next. */
export function enPosition(text: string): string | undefined {
  const said = enOrdinal(text);
  if (said === undefined || said === "zeroth") return undefined;
  return said === "first" ? "you are next" : `you are ${said}`;
}

export const enPercent = (text: string): string | undefined => {
  const said = enNumber(text.replace(/\s*[%％]\s*$/, ""));
  return said === undefined ? undefined : `${said} percent`;
};

const several = (n: string | number, [one, many]: readonly [string, string]): string =>
  `${enWhole(String(n))} ${String(n) === "1" ? one : many}`;

/** 205.30 → two hundred and five yuan thirty; 205.05 → two hundred and five yuan and five fen; 0.30 → thirty fen. */
export function enMoney(text: string, currency: Currency = "CNY"): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal) return undefined;
  const { negative, whole, cents } = hundredths(decimal);
  const words = currencies[currency].en;
  const units = several(whole, words.unit);
  const sign = negative ? "minus " : "";
  if (cents === 0) return sign + units;
  if (whole === "0") return sign + several(cents, words.cent);
  // "yuan five" would be heard as fifty fen: below ten the cents are named.
  return `${sign}${units} ${cents < 10 ? `and ${several(cents, words.cent)}` : belowHundred(cents)}`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** 2026 → twenty twenty-six; 2005 → two thousand and five; 1905 → nineteen oh five; 1900 → nineteen hundred. */
export function enYear(year: number): string {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (year < 1000 || year > 9999 || (century % 10 === 0 && rest < 10)) return enWhole(String(year));
  const head = belowHundred(century);
  return rest === 0 ? `${head} hundred` : rest < 10 ? `${head} oh ${small[rest]}` : `${head} ${belowHundred(rest)}`;
}

export function enDate(date: DateParts): string {
  const day = `the ${enOrdinal(String(date.day))} of ${months[date.month - 1]}`;
  return date.year === undefined ? day : `${day}, ${enYear(date.year)}`;
}

const partOfDay = (hour: number): string =>
  hour < 5
    ? "at night"
    : hour < 12
      ? "in the morning"
      : hour < 18
        ? "in the afternoon"
        : hour < 22
          ? "in the evening"
          : "at night";

/** 14:30 → two thirty in the afternoon; 08:05 → eight oh five in the morning; 12:00 → noon. */
export function enTime({ hour, minute }: TimeParts): string {
  if (minute === 0 && hour === 12) return "noon";
  if (minute === 0 && hour === 0) return "midnight";
  const shown = small[hour % 12 === 0 ? 12 : hour % 12]!;
  const minutes = minute === 0 ? "o'clock" : minute < 10 ? `oh ${small[minute]}` : belowHundred(minute);
  return `${shown} ${minutes} ${partOfDay(hour)}`;
}

/** 3725 s → one hour, two minutes and five seconds. */
export function enDuration(seconds: number): string {
  const parts = (
    [
      [Math.floor(seconds / 86_400), ["day", "days"]],
      [Math.floor(seconds / 3600) % 24, ["hour", "hours"]],
      [Math.floor(seconds / 60) % 60, ["minute", "minutes"]],
      [seconds % 60, ["second", "seconds"]],
    ] as const
  )
    .filter(([n]) => n > 0)
    .map(([n, unit]) => several(n, unit));
  if (parts.length === 0) return "zero seconds";
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

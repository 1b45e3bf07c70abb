import { type Currency, currencies } from "./currency.ts";
import { hundredths, readDecimal } from "./decimal.ts";
import type { DateParts, TimeParts } from "./moment.ts";

const digitWords = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"] as const;
const places = ["", "十", "百", "千"] as const;

/** One by one; a phone's one is 幺. Signs that a phone has are named, others are left out. */
export function zhDigits(text: string, one: "一" | "幺" = "一"): string {
  let said = "";
  for (const sign of text.slice(0, 64)) {
    if (sign === "1") said += one;
    else if (sign >= "0" && sign <= "9") said += digitWords[Number(sign)];
    else if (sign === "*") said += "星";
    else if (sign === "#") said += "井";
    else if (sign === "+") said += "加";
    else if (sign === ".") said += "点";
    else if (/[A-Za-z]/.test(sign)) said += sign.toUpperCase();
  }
  return said;
}

/** A telephone number; an eleven-digit mobile number in groups of 3, 4 and 4. */
export function zhPhone(text: string): string {
  const found = /^(1\d{2})(\d{4})(\d{4})$/.exec(text);
  return found ? [found[1], found[2], found[3]].map((group) => zhDigits(group!, "幺")).join("，") : zhDigits(text, "幺");
}

/** Four digits at most, without the name of the section: "0305" → 零三百零五 when `led`. */
function section(digits: string, led: boolean): string {
  let said = "";
  let gap = false;
  [...digits].forEach((digit, i) => {
    if (digit === "0") gap = true;
    else {
      if (gap && (led || said !== "")) said += "零";
      gap = false;
      said += digitWords[Number(digit)]! + places[digits.length - 1 - i]!;
    }
  });
  return said;
}

/** Up to 15 digits without leading zeros: sections of four, each named; 亿 repeats above 10^12 (万亿). */
function wholeWords(whole: string): string {
  const width = Math.ceil(whole.length / 4) * 4;
  const padded = whole.padStart(width, "0");
  const count = width / 4;
  let said = "";
  let skipped = false;
  for (let i = 0; i < count; i++) {
    const power = count - 1 - i;
    const digits = padded.slice(i * 4, i * 4 + 4);
    // 亿 belongs to both sections above it: 一万亿, 一万零三亿.
    const closes = power === 2 && said !== "";
    if (digits === "0000") {
      if (closes) said += "亿";
      skipped = true;
      continue;
    }
    const words = section(digits, said !== "");
    said += skipped && said !== "" && !words.startsWith("零") ? `零${words}` : words;
    said += power === 3 ? "万" : power === 2 ? "亿" : power === 1 ? "万" : "";
    skipped = false;
  }
  return said;
}

/** Whole numbers below 10^15: 10 is 十 at the head, 2 is 两 at the head before 千, 万 and 亿. */
export function zhWhole(whole: string): string {
  if (/^0*$/.test(whole)) return "零";
  const said = wholeWords(whole.replace(/^0+/, ""));
  if (said.startsWith("一十")) return said.slice(1);
  return /^二[千万亿]/.test(said) ? `两${said.slice(1)}` : said;
}

/** Any decimal number; undefined when it is none. */
export function zhNumber(text: string): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal) return undefined;
  const point = decimal.fraction === "" ? "" : `点${zhDigits(decimal.fraction)}`;
  // Before 点 a lone two stays 二; 两千点五 keeps its 两.
  return `${decimal.negative ? "负" : ""}${zhWhole(decimal.whole)}${point}`;
}

/** How many, before a measure word: 两位, 十二位, 一百零二位. */
export const zhCount = (text: string): string | undefined => (text.trim() === "2" ? "两" : zhNumber(text));

export const zhOrdinal = (text: string): string | undefined => {
  const decimal = readDecimal(text);
  if (!decimal || decimal.negative || decimal.fraction !== "") return undefined;
  // 第二千 but 第两千 is also heard; the plain cardinal keeps its 两.
  return `第${zhWhole(decimal.whole)}`;
};

/** The caller's place in a line; 1 is the next. */
export function zhPosition(text: string): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal || decimal.negative || decimal.fraction !== "" || decimal.whole === "0") return undefined;
  return decimal.whole === "1" ? "下一位就是您" : `您前面还有${zhCount(String(BigInt(decimal.whole) - 1n))}位`;
}

export const zhPercent = (text: string): string | undefined => {
  const said = zhNumber(text.replace(/\s*[%％]\s*$/, ""));
  if (said === undefined) return undefined;
  return said.startsWith("负") ? `负百分之${said.slice(1)}` : `百分之${said}`;
};

const measured = (n: string, unit: string): string => `${zhCount(n)}${unit}`;

/** 205.30 → 二百零五元三角; 205.05 → 二百零五元零五分; 200 → 二百元, or 二百元整 when `exact`. Only the first amount's 2 is 两: 两元二角. */
export function zhMoney(text: string, currency: Currency = "CNY", exact = false): string | undefined {
  const decimal = readDecimal(text);
  if (!decimal) return undefined;
  const { negative, whole, cents } = hundredths(decimal);
  const words = currencies[currency].zh;
  const parts: string[] = [];
  const add = (n: number, unit: string) =>
    parts.push(parts.length === 0 ? measured(String(n), unit) : `${zhWhole(String(n))}${unit}`);
  if (whole !== "0" || cents === 0) parts.push(measured(whole, words.unit));
  if (words.tenth !== undefined) {
    if (cents >= 10) add(Math.floor(cents / 10), words.tenth);
    else if (cents > 0 && parts.length > 0) parts.push("零");
    if (cents % 10 > 0)
      parts.at(-1) === "零" ? parts.push(`${zhWhole(String(cents))}${words.cent}`) : add(cents % 10, words.cent);
  } else if (cents > 0) add(cents, words.cent);
  return `${negative ? "负" : ""}${parts.join("")}${exact && cents === 0 ? "整" : ""}`;
}

export function zhDate(date: DateParts): string {
  const year = date.year === undefined ? "" : `${zhDigits(String(date.year))}年`;
  return `${year}${zhWhole(String(date.month))}月${zhWhole(String(date.day))}日`;
}

const hourWords = (hour: number): string =>
  hour < 6 ? "凌晨" : hour < 9 ? "早上" : hour < 12 ? "上午" : hour === 12 ? "中午" : hour < 18 ? "下午" : "晚上";

/** 14:05 → 下午两点零五分; 08:00 → 早上八点. */
export function zhTime({ hour, minute }: TimeParts): string {
  const shown = hour > 12 ? hour - 12 : hour;
  const minutes = minute === 0 ? "" : `${minute < 10 ? "零" : ""}${zhWhole(String(minute))}分`;
  return `${hourWords(hour)}${zhCount(String(shown))}点${minutes}`;
}

/** 3725 s → 一小时两分五秒; 3605 s → 一小时零五秒; 120 s → 两分钟. */
export function zhDuration(seconds: number): string {
  const units = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ] as const;
  const names = ["天", "小时", units[3] > 0 ? "分" : "分钟", "秒"] as const;
  let said = "";
  let gap = false;
  units.forEach((n, i) => {
    if (n === 0) gap = said !== "";
    else {
      said += `${gap ? "零" : ""}${measured(String(n), names[i]!)}`;
      gap = false;
    }
  });
  return said || "零秒";
}

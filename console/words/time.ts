import type { Language } from "../../appliance/contract/words.ts";

const two = (n: number) => String(n).padStart(2, "0");

/** A length of time as an instrument shows it: "0:07", "12:40", "3:05:12", "2 d 4 h". Never negative. */
export function age(ms: number, language: Language = "zh"): string {
  const sec = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(sec / 86_400);
  const h = Math.floor(sec / 3600) % 24;
  const min = Math.floor(sec / 60) % 60;
  if (days > 0) return language === "zh" ? `${days} 天 ${h} 小时` : `${days} d ${h} h`;
  return h > 0 ? `${h}:${two(min)}:${two(sec % 60)}` : `${min}:${two(sec % 60)}`;
}

/** A short length in words: "12 s", "3 min", "1.5 h". For limits and settings. */
export function span(ms: number, language: Language): string {
  const unit = language === "zh" ? { ms: "毫秒", s: "秒", min: "分钟", h: "小时" } : { ms: "ms", s: "s", min: "min", h: "h" };
  if (ms < 1000) return `${Math.round(ms)} ${unit.ms}`;
  if (ms < 120_000) return `${number(ms / 1000, language)} ${unit.s}`;
  if (ms < 7_200_000) return `${number(ms / 60_000, language)} ${unit.min}`;
  return `${number(ms / 3_600_000, language)} ${unit.h}`;
}

const locale = (language: Language) => (language === "zh" ? "zh-CN" : "en-GB");
const cache = new Map<string, Intl.DateTimeFormat>();
const format = (language: Language, name: string, options: Intl.DateTimeFormatOptions, timeZone?: string) => {
  const key = `${language}.${name}.${timeZone ?? ""}`;
  const made = cache.get(key) ?? new Intl.DateTimeFormat(locale(language), { ...options, ...(timeZone ? { timeZone } : {}) });
  cache.set(key, made);
  return made;
};

/** "14:02:31" */
export const clock = (atMs: number, language: Language, timeZone?: string): string =>
  format(language, "clock", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, timeZone).format(atMs);
/** "14:02" */
export const hour = (atMs: number, language: Language, timeZone?: string): string =>
  format(language, "hour", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, timeZone).format(atMs);
/** "21 Nov" / "11月21日" */
export const day = (atMs: number, language: Language, timeZone?: string): string =>
  format(language, "day", { month: "short", day: "numeric" }, timeZone).format(atMs);
/** "November 2025" / "2025年11月", of a date in it. */
export const monthName = (date: string, language: Language): string =>
  format(language, "month", { year: "numeric", month: "long" }, "UTC").format(Date.parse(`${date}T00:00Z`));
/** "Friday, 21 November 2025" */
export const longDay = (atMs: number, language: Language, timeZone?: string): string =>
  format(language, "long", { weekday: "long", year: "numeric", month: "long", day: "numeric" }, timeZone).format(atMs);

/** Days between two moments, counted by the calendar of the reader's zone: 0 the same day, 1 the day before. */
export function daysAgo(atMs: number, nowMs: number, timeZone?: string): number {
  const civil = (ms: number) => {
    const parts = format("en", "civil", { year: "numeric", month: "2-digit", day: "2-digit" }, timeZone).formatToParts(ms);
    const of = (type: string) => Number(parts.find((p) => p.type === type)?.value);
    return Date.UTC(of("year"), of("month") - 1, of("day"));
  };
  return Math.round((civil(nowMs) - civil(atMs)) / 86_400_000);
}

export const number = (n: number, language: Language, digits = 1): string =>
  new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(n);
export const percent = (share: number, language: Language, digits = 1): string =>
  new Intl.NumberFormat(locale(language), { style: "percent", maximumFractionDigits: digits }).format(share);

/** A number in the groups people read it in, so that it can be read aloud: 138 0013 8000, 0411 8456 7712. */
export function numberGroups(text: string): string[] {
  if (/^\+861\d{10}$/.test(text)) return [text.slice(0, 3), ...numberGroups(text.slice(3))];
  if (/^1\d{10}$/.test(text)) return [text.slice(0, 3), text.slice(3, 7), text.slice(7)];
  if (/^0\d{2}\d{8}$/.test(text) && /^0(10|2\d)/.test(text)) return [text.slice(0, 3), text.slice(3, 7), text.slice(7)];
  if (/^0\d{3}\d{8}$/.test(text)) return [text.slice(0, 4), text.slice(4, 8), text.slice(8)];
  if (/^0\d{3}\d{7}$/.test(text)) return [text.slice(0, 4), text.slice(4, 7), text.slice(7)];
  if (/^\d{8}$/.test(text)) return [text.slice(0, 4), text.slice(4)];
  if (/^\d{7}$/.test(text)) return [text.slice(0, 3), text.slice(3)];
  return [text];
}

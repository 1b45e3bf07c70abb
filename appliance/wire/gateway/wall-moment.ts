const form = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;
const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** `2026-11-22 09:12:30` of a clock in an unknown zone, as milliseconds as if it stood in Greenwich. Nothing for what is no moment from 2000 to 2099. */
export function wallMoment(text: string): number | undefined {
  const [year, month, day, hour, minute, second] = (form.exec(text) ?? []).slice(1).map(Number) as [number, ...number[]];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const isLeap = year % 4 === 0;
  const lastDay = month === 2 && !isLeap ? 28 : (daysIn[month - 1] ?? 0);
  if (year < 2000 || year > 2099 || day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const monthDays = daysIn.slice(0, month - 1).reduce((sum, days) => sum + days, 0) - (month > 2 && !isLeap ? 1 : 0);
  const years = year - 2000;
  // 10 957 days lie between 1970 and 2000; every fourth year of this century has one more, the first among them.
  const days = 10_957 + years * 365 + Math.ceil(years / 4) + monthDays + day - 1;
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
}

const dayMs = 86_400_000;
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The other way round than `wallMoment`: `20261122091230`. From 2000 to 2099; what lies outside is their first or last second. */
export function wallDigits(wallMs: number): string {
  // 10 957 days lie between 1970 and 2000, 36 525 make this century.
  const second = Math.min(Math.max(Math.floor(wallMs / 1000) - 10_957 * 86_400, 0), 36_525 * 86_400 - 1);
  let days = Math.floor((second * 1000) / dayMs);
  const leapYears = Math.floor(days / 1461);
  days -= leapYears * 1461;
  // Four years begin with the leap year.
  const inLeap = days < 366;
  const year = 2000 + leapYears * 4 + (inLeap ? 0 : 1 + Math.floor((days - 366) / 365));
  let day = inLeap ? days : (days - 366) % 365;
  let month = 0;
  for (let length = 31; day >= length; length = daysIn[month]! + (month === 1 && inLeap ? 1 : 0)) {
    day -= length;
    month++;
  }
  const inDay = second % 86_400;
  return [year, month + 1, day + 1, Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60].map(two).join("");
}

const two = (n: number): string => String(n).padStart(2, "0");

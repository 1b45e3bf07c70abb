import chineseDays from "chinese-days";
import type { CalendarSettings } from "../../contract/calendar.ts";
import type { Language } from "../../contract/words.ts";

type Days = Pick<CalendarSettings, "holidays" | "workdays">;

/**
 * China's public holidays of a year and the weekends worked for them (调休), in the shape of a calendar's own lists. The days are those the
 * State Council announced, as the package knows them; undefined for a year that is not announced yet.
 */
export function chinaDays(year: number, language: Language): Days | undefined {
  const days: Days = { holidays: [], workdays: [] };
  for (const date of datesOf(year)) {
    const { name, work } = chineseDays.getDayDetail(date);
    // "Spring Festival,春节,4"; an ordinary day has the name of its weekday.
    const [en, zh] = name.split(",");
    if (!en || !zh) continue;
    const said = language === "zh" ? zh : en;
    const last = days.holidays.at(-1);
    if (work) days.workdays.push({ date, name: language === "zh" ? `${zh}调休` : `Worked for ${en}` });
    else if (last?.name === said && dayAfter(last.to) === date) last.to = date;
    else days.holidays.push({ from: date, to: date, name: said });
  }
  return days.holidays.length > 0 ? days : undefined;
}

const dayMs = 86_400_000;
const textOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const dayAfter = (date: string): string => textOf(Date.parse(`${date}T00:00:00Z`) + dayMs);
function* datesOf(year: number): Generator<string> {
  for (let atMs = Date.UTC(year, 0, 1); atMs < Date.UTC(year + 1, 0, 1); atMs += dayMs) yield textOf(atMs);
}

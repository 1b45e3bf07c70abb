import type { CalendarSettings, Span } from "../../contract/calendar.ts";
import type { Sentence } from "../../contract/records.ts";
import { weekdays } from "../../contract/weekdays.ts";
import { readDate } from "./civil-date.ts";
import { isTimeZone } from "./local-parts.ts";

/** `path` is a JSON pointer into the calendar (RFC 6901). */
export type CalendarProblem = { path: string; severity: "error" | "warning"; reason: Sentence; hint: Sentence };

const problem = (severity: "error" | "warning", path: string, reason: Sentence, hint: Sentence): CalendarProblem => ({
  path,
  severity,
  reason,
  hint,
});

const noSuchDay = (path: string, date: string) =>
  problem(
    "error",
    path,
    { zh: `没有 ${date} 这一天`, en: `there is no day ${date}` },
    { zh: "请核对月份和日期", en: "check month and day" },
  );

function checkSpans(path: string, spans: readonly Span[] | undefined): CalendarProblem[] {
  return (spans ?? []).flatMap((span, i) =>
    span.from === "24:00"
      ? [
          problem(
            "error",
            `${path}/${i}/from`,
            { zh: "一天的开始不能是 24:00", en: "hours can't begin at 24:00" },
            { zh: "请写成次日的 00:00", en: "write 00:00 on the next day" },
          ),
        ]
      : [],
  );
}

/** What the schema can't see. An empty list means the calendar can be used. */
export function checkCalendar(calendar: CalendarSettings): CalendarProblem[] {
  const found: CalendarProblem[] = [];
  if (!isTimeZone(calendar.timeZone))
    found.push(
      problem(
        "error",
        "/timeZone",
        { zh: `不认识时区“${calendar.timeZone}”`, en: `unknown time zone "${calendar.timeZone}"` },
        { zh: "请用 IANA 名称，例如 Asia/Shanghai", en: "use an IANA name such as Asia/Shanghai" },
      ),
    );
  for (const day of weekdays) found.push(...checkSpans(`/weekly/${day}`, calendar.weekly[day]));
  calendar.holidays.forEach((holiday, i) => {
    for (const end of ["from", "to"] as const)
      if (!readDate(holiday[end])) found.push(noSuchDay(`/holidays/${i}/${end}`, holiday[end]));
    if (holiday.to < holiday.from)
      found.push(
        problem(
          "error",
          `/holidays/${i}/to`,
          { zh: `“${holiday.name}”的最后一天早于第一天`, en: `"${holiday.name}" ends before it begins` },
          { zh: "请调换两个日期", en: "swap the two dates" },
        ),
      );
    found.push(...checkSpans(`/holidays/${i}/spans`, holiday.spans));
  });
  const seen = new Set<string>();
  calendar.workdays.forEach((workday, i) => {
    if (!readDate(workday.date)) found.push(noSuchDay(`/workdays/${i}/date`, workday.date));
    if (seen.has(workday.date))
      found.push(
        problem(
          "warning",
          `/workdays/${i}/date`,
          { zh: `${workday.date} 写了两次`, en: `${workday.date} is there twice` },
          { zh: "只有第一条有效，请删掉其余的", en: "the first one counts; remove the other" },
        ),
      );
    seen.add(workday.date);
    found.push(...checkSpans(`/workdays/${i}/spans`, workday.spans));
  });
  if (weekdays.every((day) => (calendar.weekly[day] ?? []).length === 0))
    found.push(
      problem(
        "warning",
        "/weekly",
        { zh: "一周里没有任何上班时间", en: "no hours in the whole week" },
        { zh: "至少给一个工作日填上时间", en: "give at least one weekday its hours" },
      ),
    );
  return found;
}

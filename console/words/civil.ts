/** "2026-02-17" of a moment, by this computer's calendar. */
export function civil(ms: number): string {
  const d = new Date(ms);
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;
}

/** The beginning of a day by this computer's calendar, or of one so many days later; not a number when it is no date. */
export function midnightOf(date: string, daysLater = 0): number {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + daysLater).getTime() : Number.NaN;
}

/** The Monday of the week a moment lies in, as a date. */
export function mondayOf(ms: number): string {
  const d = new Date(ms);
  return civil(new Date(d.getFullYear(), d.getMonth(), d.getDate() - ((d.getDay() + 6) % 7)).getTime());
}

/** "2026-02-17T08:30" of a moment, as a date-and-time field wants it. */
export function civilMinute(ms: number): string {
  const d = new Date(ms);
  return `${civil(ms)}T${String(d.getHours()).padStart(2, "0")}:${String(d.getMinutes()).padStart(2, "0")}`;
}

/** Month, day, hour and minute in a place of the tz database: what a telephone's display is told with who calls. */
export function localTimeOf(
  timeZone: string,
  nowMs: () => number,
): () => { month: number; day: number; hour: number; minute: number } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  return () => {
    const parts = format.formatToParts(nowMs());
    const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return { month: of("month"), day: of("day"), hour: of("hour"), minute: of("minute") };
  };
}

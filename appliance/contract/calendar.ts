import Type, { type Static } from "typebox";
import { Slug, Title } from "./words.ts";

/** Local time of day; "24:00" is the end of the day. */
const TimeOfDay = Type.String({ pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" });
/** A civil date, e.g. "2026-02-17". */
export const CivilDate = Type.String({ pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" });
export type { Weekday } from "./weekdays.ts";

const WeekdayName = Type.Union([
  Type.Literal("mon"),
  Type.Literal("tue"),
  Type.Literal("wed"),
  Type.Literal("thu"),
  Type.Literal("fri"),
  Type.Literal("sat"),
  Type.Literal("sun"),
]);

/** From (included) to (excluded). `to` at or before `from` means it ends the next day. */
export const Span = Type.Object({ from: TimeOfDay, to: TimeOfDay }, { additionalProperties: false });
export type Span = Static<typeof Span>;
const Spans = Type.Array(Span, { maxItems: 12 });

/** First and last day, both included. Without `spans` the whole day is closed; with them the day has these hours. */
const Holiday = Type.Object(
  { from: CivilDate, to: CivilDate, name: Title, spans: Type.Optional(Spans) },
  { additionalProperties: false },
);

/** A day that is worked although its weekday is free or it lies in a holiday (调休): hours of `like`, or its own. */
const Workday = Type.Object(
  { date: CivilDate, name: Title, like: Type.Optional(WeekdayName), spans: Type.Optional(Spans) },
  { additionalProperties: false },
);

/** When somebody is there: hours by weekday, holidays, make-up workdays, in one time zone. */
export const CalendarSettings = Type.Object(
  {
    id: Slug,
    name: Title,
    /** IANA name, e.g. "Asia/Shanghai". */
    timeZone: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_+/-]{0,63}$" }),
    weekly: Type.Object(
      {
        mon: Type.Optional(Spans),
        tue: Type.Optional(Spans),
        wed: Type.Optional(Spans),
        thu: Type.Optional(Spans),
        fri: Type.Optional(Spans),
        sat: Type.Optional(Spans),
        sun: Type.Optional(Spans),
      },
      { additionalProperties: false },
    ),
    holidays: Type.Array(Holiday, { maxItems: 400 }),
    workdays: Type.Array(Workday, { maxItems: 400 }),
  },
  { additionalProperties: false },
);
export type CalendarSettings = Static<typeof CalendarSettings>;

import type { LivePhone } from "../../appliance/contract/live.ts";
import { defaultNoAnswerMs, type ForwardWhen, forwardWhens } from "../../appliance/contract/phone-features.ts";

/** A calendar as the box sees it now. */
export type CalendarNow = { id: string; name: string; open: boolean; untilMs?: number };
/** One forward of a phone. `active`: calls go there now, whatever the phone does; `untilMs`: as far as is known, for how long. */
export type ForwardLine = {
  when: ForwardWhen;
  to: string;
  afterMs?: number;
  calendar?: { id: string; name: string; while: "open" | "closed" };
  active: boolean;
  untilMs?: number;
};
export type ForwardWish = { to: string; afterMs?: number; calendar?: string; while?: "open" | "closed" };

/** Whether what is known of the calendars is over: one has opened or closed meanwhile. */
export const isStale = (calendars: readonly CalendarNow[], nowMs: number): boolean =>
  calendars.some((c) => c.untilMs !== undefined && c.untilMs <= nowMs);

/** What is set at a phone, in the order in which it counts. */
export function forwardLines(phone: Pick<LivePhone, "forward"> | undefined, calendars: readonly CalendarNow[]): ForwardLine[] {
  const forward = phone?.forward ?? {};
  return forwardWhens.flatMap((when): ForwardLine[] => {
    if (when === "hours") {
      const { hours } = forward;
      if (!hours) return [];
      const now = calendars.find((c) => c.id === hours.calendar);
      const calendar = { id: hours.calendar, name: now?.name ?? hours.calendar, while: hours.while };
      const active = now !== undefined && now.open === (hours.while === "open");
      return [{ when, to: hours.to, calendar, active, ...(active && now.untilMs !== undefined ? { untilMs: now.untilMs } : {}) }];
    }
    if (when === "noAnswer") {
      const { noAnswer } = forward;
      return noAnswer ? [{ when, to: noAnswer.to, afterMs: noAnswer.afterMs, active: false }] : [];
    }
    const one = forward[when];
    return one ? [{ when, to: one.to, active: when === "always" }] : [];
  });
}

/** The forward that takes every call now. */
export const activeForward = (lines: readonly ForwardLine[]): ForwardLine | undefined => lines.find((l) => l.active);

/** What would bring a forward back as it was. */
export const wishOf = ({ to, afterMs, calendar }: ForwardLine): ForwardWish => ({
  to,
  ...(afterMs === undefined ? {} : { afterMs }),
  ...(calendar ? { calendar: calendar.id, while: calendar.while } : {}),
});

/** What a form for a kind of forward begins with. */
export function blankWish(when: ForwardWhen, calendars: readonly CalendarNow[]): ForwardWish {
  if (when === "noAnswer") return { to: "", afterMs: defaultNoAnswerMs };
  if (when === "hours") return { to: "", calendar: calendars[0]?.id ?? "", while: "closed" };
  return { to: "" };
}

/** As the box takes it: digits, with a plus before them where it is an international number. */
export const numberTyped = (text: string): string => text.replace(/[\s\-()]/g, "");
export const isNumber = (text: string): boolean => /^\+?[0-9]{1,40}$/.test(numberTyped(text));

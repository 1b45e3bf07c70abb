import { boxNow } from "../data/clock.ts";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { day, daysAgo, hour, numberGroups } from "../words/time.ts";
import { language } from "../words/words.ts";
import type { ForwardLine } from "./forwards.ts";
import { nameOfNumber } from "./my-phone.ts";

/** "18:00", with the day when it is another one. */
export function momentText(ms: number): string {
  const l = language.value;
  return daysAgo(ms, boxNow()) === 0 ? hour(ms, l) : `${day(ms, l)} ${hour(ms, l)}`;
}

/** A number, and whose it is in the house. */
export function numberText(to: string): string {
  const name = nameOfNumber(to);
  return name ? `${to} ${name}` : numberGroups(to).join(" ");
}

/** "→ 8003 Anna". */
export const forwardText = ({ to }: ForwardLine): string => fill(ownWords.value.to, { to: numberText(to) });

/** When it takes calls, and whether it does so now. */
export function whileText({ when, afterMs, calendar, active, untilMs }: ForwardLine): string {
  const w = ownWords.value;
  if (when === "noAnswer") return afterMs === undefined ? "" : fill(w.after, { n: afterMs / 1_000 });
  if (!calendar) return active ? w.now : "";
  const hours = fill(calendar.while === "open" ? w.whileOpen : w.whileClosed, { calendar: calendar.name });
  const now = !active ? w.notNow : untilMs === undefined ? w.now : fill(w.nowUntil, { time: momentText(untilMs) });
  return `${hours} · ${now}`;
}

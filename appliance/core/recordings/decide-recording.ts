import type { CalendarSettings } from "../../contract/calendar.ts";
import type { RecordingRule } from "../../contract/recording.ts";
import type { CallRecord } from "../../contract/records.ts";
import { isOpen } from "../calendar/opening.ts";
import { drawLot } from "./draw-lot.ts";

/** What is known of a call so far; a rule that names a queue or an agent does not fit before they are known. */
export type RecordingFacts = {
  call: string;
  direction: CallRecord["direction"];
  /** Every line the call runs over. */
  lines: readonly string[];
  queue?: string;
  agent?: string;
};
/** `rule` is missing where none fits: then it is recorded (R5). */
export type RecordingVerdict = { record: boolean; rule?: RecordingRule };

/** The first rule that fits decides. Same facts, same answer: the share is drawn from the call's id. */
export function decideRecording(
  rules: readonly RecordingRule[],
  facts: RecordingFacts,
  atMs: number,
  calendars: readonly CalendarSettings[],
): RecordingVerdict {
  const rule = rules.find((r) => fits(r, facts) && inHours(r, atMs, calendars));
  if (!rule) return { record: true };
  const { id, record, sharePercent = 100 } = rule;
  const drawn = drawLot(`${id} ${facts.call}`) * 100 < sharePercent;
  return { record: drawn ? record : !record, rule };
}

type About = Pick<RecordingRule, "lines" | "queues" | "agents" | "directions">;
type Known = { direction?: string; lines: readonly string[]; queue?: string; agent?: string };

/** Whether everything a rule names is so. */
export const fits = ({ lines, queues, agents, directions }: About, known: Known): boolean =>
  (!lines || known.lines.some((line) => lines.includes(line))) &&
  among(queues, known.queue) &&
  among(agents, known.agent) &&
  among(directions, known.direction);

const among = (wanted: readonly string[] | undefined, one: string | undefined): boolean =>
  !wanted || (one !== undefined && wanted.includes(one));

function inHours({ hours }: RecordingRule, atMs: number, calendars: readonly CalendarSettings[]): boolean {
  if (!hours) return true;
  const calendar = calendars.find((c) => c.id === hours.calendar);
  return calendar !== undefined && isOpen(calendar, atMs).open === (hours.when === "open");
}

import type { AlarmCare, CarePerson, CareRule } from "../../contract/alarm-care.ts";
import type { AlarmRow } from "../../contract/alarm-row.ts";
import type { Settings } from "../../contract/settings.ts";
import { isOpen, nextClosed } from "../calendar/opening.ts";

/** `*` stands for any rest, at the end only. */
const fits = (pattern: string, subject: string): boolean =>
  pattern.endsWith("*") ? subject.startsWith(pattern.slice(0, -1)) : pattern === subject;

/** The first rule that fits. */
export const ruleFor = ({ rules }: AlarmCare, { code, severity, subject }: AlarmRow): CareRule | undefined =>
  rules.find(
    (rule) =>
      rule.enabled &&
      (rule.codes?.includes(code) ?? true) &&
      (rule.severities?.includes(severity) ?? true) &&
      (rule.subjects?.some((pattern) => fits(pattern, subject)) ?? true),
  );

const openAt = ({ calendars }: Settings, id: string, atMs: number): boolean => {
  const calendar = calendars.find((c) => c.id === id);
  return calendar !== undefined && isOpen(calendar, atMs).open;
};

/** Who is on call now, in the roster's order. An hour for which nobody is on call must not swallow an alarm: then it is everybody's. */
export function onCall(settings: Settings, rule: CareRule, atMs: number): CarePerson[] {
  const { people = [], rosters = [] } = settings.alarmCare ?? {};
  const roster = rosters.find((r) => r.id === rule.roster);
  const all = (roster?.people ?? []).flatMap((id) => people.find((p) => p.id === id) ?? []);
  const present = all.filter(({ calendar }) => calendar === undefined || openAt(settings, calendar, atMs));
  return present.length > 0 ? present : all;
}

/** Until when nobody is called for an alarm of this severity; nothing when it may be told now. */
export function quietUntil(settings: Settings, severity: AlarmRow["severity"], atMs: number): number | undefined {
  const ends = (settings.alarmCare?.quiet ?? [])
    .filter((quiet) => quiet.severities.includes(severity))
    .flatMap((quiet) => {
      const calendar = settings.calendars.find((c) => c.id === quiet.calendar);
      // A calendar that never closes would keep it quiet for good: it counts for nothing.
      const untilMs = calendar && isOpen(calendar, atMs).open ? nextClosed(calendar, atMs) : undefined;
      return untilMs === undefined || untilMs <= atMs ? [] : [untilMs];
    });
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

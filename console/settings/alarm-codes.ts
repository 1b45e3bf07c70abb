import type { AlarmGroup, AlarmSeverity } from "../../appliance/contract/alarm-kind.ts";
import { alarmCodesOf, alarmGroups, alarmKind } from "../../appliance/contract/alarms.ts";

/** The contract's limit for the codes of one rule. */
export const mostCodes = 50;
const anyCode = /^[a-z0-9-]{1,60}$/;

/** What can be chosen while `text` is typed: a whole group, an alarm, or a code this version does not know. */
export type CodeRow =
  | { row: "group"; group: AlarmGroup; codes: readonly string[] }
  | { row: "code"; group: AlarmGroup; code: string }
  | { row: "typed"; code: string };

/** Every word typed must be found in an alarm's words (of either language), its code, or the name of its group. */
export function findCodes(text: string, groupName: (group: AlarmGroup) => string): CodeRow[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (...among: string[]): boolean => {
    const all = among.join(" ").toLowerCase();
    return wanted.every((word) => all.includes(word));
  };
  const rows = alarmGroups.flatMap((group): CodeRow[] => {
    const name = groupName(group);
    const codes: string[] = alarmCodesOf(group);
    const found = codes.filter((code) => {
      const kind = alarmKind(code);
      return kind !== undefined && fits(kind.words.en, kind.words.zh, code, name);
    });
    return [
      ...(codes.length > 1 && fits(name, group) ? [{ row: "group" as const, group, codes }] : []),
      ...found.map((code) => ({ row: "code" as const, group, code })),
    ];
  });
  const code = wanted.join("-");
  return rows.length === 0 && anyCode.test(code) ? [{ row: "typed", code }] : rows;
}

/** Adds what is not all there yet, takes out what is; never more than a rule may hold. */
export function turnCodes(chosen: readonly string[], codes: readonly string[]): string[] {
  const all = codes.every((code) => chosen.includes(code));
  if (all) return chosen.filter((code) => !codes.includes(code));
  return [...new Set([...chosen, ...codes])].slice(0, mostCodes);
}

/** The usual severity of an alarm where a rule's own leave it out; readings and limits choose theirs in the settings. */
export function leftOutBy(severities: readonly string[] | undefined, code: string): AlarmSeverity | undefined {
  const kind = alarmKind(code);
  const sets = kind?.group === "plant" || kind?.group === "box";
  return kind && !sets && severities && !severities.includes(kind.severity) ? kind.severity : undefined;
}

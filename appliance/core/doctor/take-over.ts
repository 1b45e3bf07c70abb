import type { DoctorReport, FoundHabits } from "../../contract/doctor.ts";
import type { AnalogLine } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";

export type Proposal = { before: FoundHabits; after: FoundHabits; settings: Settings };

const fields = ["callerId", "answer", "hangUpSigns", "busyTone", "gainInDb"] as const;

/** The settings with what was found of the line; nothing when the report has nothing for a line that is there. `before` and `after` hold only what changes. */
export function takeOver(settings: Settings, { line: id, found }: DoctorReport): Proposal | undefined {
  const line = settings.lines?.find((one): one is AnalogLine => one.id === id && one.kind === "analog-line");
  if (!line || !found) return undefined;
  const changed = fields.filter(
    (field) => found[field] !== undefined && JSON.stringify(found[field]) !== JSON.stringify(line[field]),
  );
  const of = (from: FoundHabits): FoundHabits =>
    Object.fromEntries(changed.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]])));
  const after = of(found);
  return {
    before: of(line),
    after,
    settings: { ...settings, lines: settings.lines!.map((one) => (one.id === id ? { ...line, ...after } : one)) },
  };
}

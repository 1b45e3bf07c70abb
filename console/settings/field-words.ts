import type { SettingsProblem } from "../../appliance/contract/settings.ts";
import type { Remark } from "../parts/inputs.tsx";
import { fill } from "../words/fill.ts";
import { gearWords } from "../words/gear.ts";
import { officeWords } from "../words/office.ts";
import { pick, words } from "../words/words.ts";
import { leftOut } from "./defaults.ts";
import { problems } from "./draft.ts";
import { isShare, toPercent } from "./percent.ts";
import { parsePointer } from "./pointer.ts";
import type { Shape } from "./schema.ts";

const word = (table: object, key: string): string | undefined =>
  Object.hasOwn(table, key) ? (table as Record<string, string>)[key] : undefined;

/** Words of the cabinet, of targets and of webhooks come with the settings, all others with the console. */
const wordIn = (table: "field" | "fieldIn" | "fieldNote" | "option" | "optionIn", key: string): string | undefined =>
  word(gearWords.value[table], key) ?? word(officeWords.value[table], key) ?? word(words.value[table], key);
const listAround = (pointer: string): string | undefined =>
  parsePointer(pointer)
    .slice(0, -1)
    .findLast((part) => !/^\d+$/.test(part));

/** What a property is called; where the same name means different things, the list it stands in (`pointer`) decides. */
export function fieldWord(name: string, pointer = ""): string {
  const around = listAround(pointer);
  return (around === undefined ? undefined : wordIn("fieldIn", `${around}.${name}`)) ?? wordIn("field", name) ?? name;
}
/** What something that is on or off is called: some say it otherwise than as a field, such as "off". */
export const switchWord = (name: string, pointer: string): string =>
  wordIn("fieldIn", `switch.${name}`) ?? fieldWord(name, pointer);
/** A help text; an empty one for a list says that the general one does not hold there. */
export function fieldNote(name: string, pointer = ""): string | undefined {
  const around = listAround(pointer);
  const own = (table: object) => (around === undefined ? undefined : word(table, `${around}.${name}`));
  return own(gearWords.value.fieldNoteIn) ?? own(officeWords.value.fieldNoteIn) ?? wordIn("fieldNote", name);
}
/** What a choice is called; `kind` is what is chosen where the same choice means something else there. */
export const optionWord = (value: string, kind = ""): string =>
  wordIn("optionIn", `${kind}.${value}`) ?? wordIn("option", value) ?? word(words.value.settings.day, value) ?? value;

/** What a place that is left empty means, in words; undefined where nothing is known of it. */
export function leftOutWord(pointer: string, name: string, shape: Shape): string | undefined {
  const means = leftOut(pointer);
  const w = officeWords.value.usual;
  if (means === undefined) return undefined;
  if (means === "not-watched") return w.notWatched;
  if (means === "as-below") return w.asBelow;
  if (typeof means.value === "string") return fill(w.value, { value: optionWord(means.value, name) });
  if (typeof means.value !== "number") return undefined;
  return fill(w.value, { value: isShare(shape) ? toPercent(means.value) : means.value });
}
const remark = (p: SettingsProblem): Remark => ({ severity: p.severity, text: pick(p.reason), hint: pick(p.hint) });
/** What the last review said about exactly this place. */
export const remarksAt = (pointer: string): Remark[] => problems.value.filter((p) => p.path === pointer).map(remark);

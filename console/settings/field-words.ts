import type { SettingsProblem } from "../../appliance/contract/settings.ts";
import type { Remark } from "../parts/inputs.tsx";
import { gearWords } from "../words/gear.ts";
import { pick, words } from "../words/words.ts";
import { problems } from "./draft.ts";
import { parsePointer } from "./pointer.ts";

const word = (table: object, key: string): string | undefined =>
  Object.hasOwn(table, key) ? (table as Record<string, string>)[key] : undefined;

/** Words of the cabinet come with the settings, all others with the console. */
const wordIn = (table: "field" | "fieldIn" | "fieldNote" | "option" | "optionIn", key: string): string | undefined =>
  word(gearWords.value[table], key) ?? word(words.value[table], key);
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
  return (around === undefined ? undefined : word(gearWords.value.fieldNoteIn, `${around}.${name}`)) ?? wordIn("fieldNote", name);
}
/** What a choice is called; `kind` is what is chosen where the same choice means something else there. */
export const optionWord = (value: string, kind = ""): string =>
  wordIn("optionIn", `${kind}.${value}`) ?? wordIn("option", value) ?? word(words.value.settings.day, value) ?? value;

const remark = (p: SettingsProblem): Remark => ({ severity: p.severity, text: pick(p.reason), hint: pick(p.hint) });
/** What the last review said about exactly this place. */
export const remarksAt = (pointer: string): Remark[] => problems.value.filter((p) => p.path === pointer).map(remark);

import type { SettingsProblem } from "../../appliance/contract/settings.ts";
import type { Remark } from "../parts/inputs.tsx";
import { pick, words } from "../words/words.ts";
import { problems } from "./draft.ts";
import { parsePointer } from "./pointer.ts";

const word = (table: object, key: string): string | undefined =>
  Object.hasOwn(table, key) ? (table as Record<string, string>)[key] : undefined;

/** What a property is called; where the same name means different things, the list it stands in (`pointer`) decides. */
export function fieldWord(name: string, pointer = ""): string {
  const around = parsePointer(pointer)
    .slice(0, -1)
    .findLast((part) => !/^\d+$/.test(part));
  return (
    (around === undefined ? undefined : word(words.value.fieldIn, `${around}.${name}`)) ?? word(words.value.field, name) ?? name
  );
}
export const fieldNote = (name: string): string | undefined => word(words.value.fieldNote, name);
/** What a choice is called; `kind` is what is chosen where the same choice means something else there. */
export const optionWord = (value: string, kind = ""): string =>
  word(words.value.optionIn, `${kind}.${value}`) ??
  word(words.value.option, value) ??
  word(words.value.settings.day, value) ??
  value;

const remark = (p: SettingsProblem): Remark => ({ severity: p.severity, text: pick(p.reason), hint: pick(p.hint) });
/** What the last review said about exactly this place. */
export const remarksAt = (pointer: string): Remark[] => problems.value.filter((p) => p.path === pointer).map(remark);

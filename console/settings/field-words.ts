import type { SettingsProblem } from "../../appliance/contract/settings.ts";
import type { Remark } from "../parts/inputs.tsx";
import { pick, words } from "../words/words.ts";
import { problems } from "./draft.ts";

/** What a property is called; its own name when nobody gave it a word. */
export const fieldWord = (name: string): string => (words.value.field as Record<string, string>)[name] ?? name;
export const fieldNote = (name: string): string | undefined => (words.value.fieldNote as Record<string, string>)[name];
export const optionWord = (value: string): string => (words.value.option as Record<string, string>)[value] ?? value;

const remark = (p: SettingsProblem): Remark => ({ severity: p.severity, text: pick(p.reason), hint: pick(p.hint) });
/** What the last review said about exactly this place. */
export const remarksAt = (pointer: string): Remark[] => problems.value.filter((p) => p.path === pointer).map(remark);

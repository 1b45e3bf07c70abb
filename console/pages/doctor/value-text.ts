import type { DoctorFinding, FoundHabits } from "../../data/doctor.ts";
import { doctorWords } from "../../words/doctor.ts";
import { fill } from "../../words/fill.ts";
import { linesWords } from "../../words/lines.ts";
import { number, span } from "../../words/time.ts";
import { language } from "../../words/words.ts";

const word = (table: object, key: string): string | undefined =>
  Object.hasOwn(table, key) ? (table as Record<string, string>)[key] : undefined;

/** A measured value without its name: the unit stands in the name. */
export function plainValue(name: string, value: number | string): string {
  if (typeof value === "string") return word(doctorWords.value.valueWord, value) ?? word(linesWords.value.value, value) ?? value;
  return name.endsWith("Ms") ? span(value, language.value) : number(value, language.value);
}

export function valueText({ name, value }: DoctorFinding["values"][number]): string {
  if (name === "afterRings" && value === 0) return doctorWords.value.value.beforeRings;
  return fill(word(doctorWords.value.value, name) ?? `${name} {v}`, { v: plainValue(name, value) });
}

const units = { Dbm0: "dBm0", Dbm: "dBm", Db: "dB", Hz: "Hz" } as const;
/** The unit a value's name ends with; a time has its own beside each value. */
export const unitOf = (name: string): string => Object.entries(units).find(([end]) => name.endsWith(end))?.[1] ?? "";

/** A habit of the exchange as a person reads it. */
export function habitText(name: keyof FoundHabits, habits: FoundHabits): string {
  const w = doctorWords.value;
  const said = (one: string): string => word(w.habit, one) ?? one;
  const value = habits[name];
  if (value === undefined) return w.unset;
  if (Array.isArray(value)) return value.length > 0 ? value.map(said).join(language.value === "zh" ? "、" : ", ") : w.unset;
  if (typeof value === "number") return `${number(value, language.value)} dB`;
  if (typeof value === "string") return said(value);
  const parts = (["frequencyHz", "onMs", "offMs"] as const).map((part) => valueText({ name: part, value: value[part] }));
  return parts.join(" · ");
}

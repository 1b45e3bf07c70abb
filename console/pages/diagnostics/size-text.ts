import type { Language } from "../../../appliance/contract/words.ts";
import { number } from "../../words/time.ts";

const kb = 1_024;
const mb = kb * kb;

/** A size as people compare it, with its unit: tenths below ten. */
export function sizeText(bytes: number, language: Language): string {
  const [unit, name] = bytes < mb ? [kb, "kB"] : [mb, "MB"];
  const size = bytes / unit;
  return `${number(size, language, size > 0 && size < 10 ? 1 : 0)} ${name}`;
}

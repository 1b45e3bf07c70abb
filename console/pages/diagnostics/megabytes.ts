import type { Language } from "../../../appliance/contract/words.ts";
import { number } from "../../words/time.ts";

/** A size as people compare it: tenths below ten. */
export const megabytes = (bytes: number, language: Language): string => {
  const mb = bytes / 1_048_576;
  return number(mb, language, mb < 0.1 && mb > 0 ? 3 : mb < 10 ? 1 : 0);
};

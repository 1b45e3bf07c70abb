import type { Sentence } from "../../contract/records.ts";

/** A length of time as it is said: "48 s", "3 min 5 s", "2 h 10 min". */
export function durationWords(ms: number): Sentence {
  const sec = Math.max(0, Math.round(ms / 1000));
  const [h, min, s] = [Math.floor(sec / 3600), Math.floor((sec % 3600) / 60), sec % 60];
  if (h > 0) return { zh: `${h}小时${min}分`, en: `${h} h ${min} min` };
  if (min > 0) return { zh: `${min}分${s}秒`, en: `${min} min ${s} s` };
  return { zh: `${s}秒`, en: `${s} s` };
}

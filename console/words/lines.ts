import { computed } from "@preact/signals";
import { type LinesWords, linesEn } from "./lines.en.ts";
import { linesZh } from "./lines.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page of lines. */
export const linesWords = computed<LinesWords>(() => (language.value === "zh" ? linesZh : linesEn));

import { computed } from "@preact/signals";
import { type NumberWords, numbersEn } from "./numbers.en.ts";
import { numbersZh } from "./numbers.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const numberWords = computed<NumberWords>(() => (language.value === "zh" ? numbersZh : numbersEn));

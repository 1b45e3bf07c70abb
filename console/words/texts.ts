import { computed } from "@preact/signals";
import { type TextWords, textsEn } from "./texts.en.ts";
import { textsZh } from "./texts.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page, so that the first page stays small. */
export const textWords = computed<TextWords>(() => (language.value === "zh" ? textsZh : textsEn));

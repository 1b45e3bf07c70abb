import { computed } from "@preact/signals";
import { type PromptWords, promptsEn } from "./prompts.en.ts";
import { promptsZh } from "./prompts.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const promptWords = computed<PromptWords>(() => (language.value === "zh" ? promptsZh : promptsEn));

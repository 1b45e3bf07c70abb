import { computed } from "@preact/signals";
import { promptsEn } from "./prompts.en.ts";
import { promptsZh } from "./prompts.zh.ts";
import { language } from "./words.ts";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type PromptWords = Shape<typeof promptsEn>;

/** Both languages come with the pages that need them, so that the first page stays small. */
export const promptWords = computed<PromptWords>(() => (language.value === "zh" ? promptsZh : promptsEn));

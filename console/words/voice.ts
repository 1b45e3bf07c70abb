import { computed } from "@preact/signals";
import { voiceEn } from "./voice.en.ts";
import { voiceZh } from "./voice.zh.ts";
import { language } from "./words.ts";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type VoiceWords = Shape<typeof voiceEn>;

/** Both languages come with the pages that need them, so that the first page stays small. */
export const voiceWords = computed<VoiceWords>(() => (language.value === "zh" ? voiceZh : voiceEn));

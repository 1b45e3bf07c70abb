import { computed } from "@preact/signals";
import { type VoiceWords, voiceEn } from "./voice.en.ts";
import { voiceZh } from "./voice.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const voiceWords = computed<VoiceWords>(() => (language.value === "zh" ? voiceZh : voiceEn));

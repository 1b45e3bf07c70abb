import { computed } from "@preact/signals";
import { type OwnWords, ownEn } from "./own.en.ts";
import { ownZh } from "./own.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const ownWords = computed<OwnWords>(() => (language.value === "zh" ? ownZh : ownEn));

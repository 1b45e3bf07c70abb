import { computed } from "@preact/signals";
import { type BulletinWords, bulletinsEn } from "./bulletins.en.ts";
import { bulletinsZh } from "./bulletins.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the first bulletin or its page, so that the first page stays small. */
export const bulletinWords = computed<BulletinWords>(() => (language.value === "zh" ? bulletinsZh : bulletinsEn));

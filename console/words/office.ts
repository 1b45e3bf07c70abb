import { computed } from "@preact/signals";
import { type OfficeWords, officeEn } from "./office.en.ts";
import { officeZh } from "./office.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the settings. */
export const officeWords = computed<OfficeWords>(() => (language.value === "zh" ? officeZh : officeEn));

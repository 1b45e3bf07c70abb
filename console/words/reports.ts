import { computed } from "@preact/signals";
import { type ReportWords, reportsEn } from "./reports.en.ts";
import { reportsZh } from "./reports.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const reportWords = computed<ReportWords>(() => (language.value === "zh" ? reportsZh : reportsEn));

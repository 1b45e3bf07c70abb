import { computed } from "@preact/signals";
import { reportsEn } from "./reports.en.ts";
import { reportsZh } from "./reports.zh.ts";
import { language } from "./words.ts";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type ReportWords = Shape<typeof reportsEn>;

/** Both languages come with the pages that need them, so that the first page stays small. */
export const reportWords = computed<ReportWords>(() => (language.value === "zh" ? reportsZh : reportsEn));

import { computed } from "@preact/signals";
import { type DiagnosticsWords, diagnosticsEn } from "./diagnostics.en.ts";
import { diagnosticsZh } from "./diagnostics.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page that needs them, so that the first page stays small. */
export const diagnosticsWords = computed<DiagnosticsWords>(() => (language.value === "zh" ? diagnosticsZh : diagnosticsEn));

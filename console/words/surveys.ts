import { computed } from "@preact/signals";
import { type SurveyWords, surveysEn } from "./surveys.en.ts";
import { surveysZh } from "./surveys.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const surveyWords = computed<SurveyWords>(() => (language.value === "zh" ? surveysZh : surveysEn));

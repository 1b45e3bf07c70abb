import { computed } from "@preact/signals";
import { type AlarmWords, alarmsEn } from "./alarms.en.ts";
import { alarmsZh } from "./alarms.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page, so that the first page stays small. */
export const alarmWords = computed<AlarmWords>(() => (language.value === "zh" ? alarmsZh : alarmsEn));

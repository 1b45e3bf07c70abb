import { computed } from "@preact/signals";
import { type RecordingWords, recordingsEn } from "./recordings.en.ts";
import { recordingsZh } from "./recordings.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const recordingWords = computed<RecordingWords>(() => (language.value === "zh" ? recordingsZh : recordingsEn));

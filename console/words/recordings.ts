import { computed } from "@preact/signals";
import { recordingsEn } from "./recordings.en.ts";
import { recordingsZh } from "./recordings.zh.ts";
import { language } from "./words.ts";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type RecordingWords = Shape<typeof recordingsEn>;

/** Both languages come with the pages that need them, so that the first page stays small. */
export const recordingWords = computed<RecordingWords>(() => (language.value === "zh" ? recordingsZh : recordingsEn));

import { computed } from "@preact/signals";
import { messagesEn } from "./messages.en.ts";
import { messagesZh } from "./messages.zh.ts";
import { language } from "./words.ts";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
export type MessageWords = Shape<typeof messagesEn>;

/** Both languages come with the pages that need them, so that the first page stays small. */
export const messageWords = computed<MessageWords>(() => (language.value === "zh" ? messagesZh : messagesEn));

import { computed } from "@preact/signals";
import { type MessageWords, messagesEn } from "./messages.en.ts";
import { messagesZh } from "./messages.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the pages that need them, so that the first page stays small. */
export const messageWords = computed<MessageWords>(() => (language.value === "zh" ? messagesZh : messagesEn));

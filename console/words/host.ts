import { computed } from "@preact/signals";
import { type HostWords, hostEn } from "./host.en.ts";
import { hostZh } from "./host.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page that needs them. */
export const hostWords = computed<HostWords>(() => (language.value === "zh" ? hostZh : hostEn));

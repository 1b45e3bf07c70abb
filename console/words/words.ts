import { signal } from "@preact/signals";
import type { Language } from "../../appliance/contract/words.ts";
import type { Words } from "./en.ts";

const stores: Record<Language, () => Promise<Words>> = {
  zh: async () => (await import("./zh.ts")).zh,
  en: async () => (await import("./en.ts")).en,
};

/** The language shown now. Change it by `speak`. */
export const language = signal<Language>("zh");
/** The words shown now; reading it in a component subscribes the component. */
export const words = signal<Words>({} as Words);

const storeKey = "linebox.language";
const isLanguage = (text: unknown): text is Language => text === "zh" || text === "en";
export const rememberedLanguage = (): Language | undefined => {
  const kept = localStorage.getItem(storeKey);
  return isLanguage(kept) ? kept : undefined;
};
export const browserLanguage = (): Language => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/** Loads a language's words, then shows them. With `remember`, this browser begins with it next time. */
export async function speak(to: Language, remember = false): Promise<void> {
  const loaded = await stores[to]();
  if (remember) localStorage.setItem(storeKey, to);
  document.documentElement.lang = to === "zh" ? "zh-CN" : "en";
  words.value = loaded;
  language.value = to;
}

/** The sentence in the reader's language, or in the other one when it is missing. */
export const pick = (both: { zh?: string; en?: string } | undefined): string => {
  if (!both) return "";
  return (language.value === "zh" ? (both.zh ?? both.en) : (both.en ?? both.zh)) ?? "";
};

import type { Sentence } from "./records.ts";
import type { Bilingual, Language } from "./words.ts";

/** A place that plays a prompt. `path` is a JSON pointer into the settings, or into the draft of a flow. */
export type PromptUse = { in: "settings" | "draft"; draft?: string; path: string; words: Sentence };

/** One recording of a prompt in one language; the newest that the settings name is played. */
export type PromptFileRow = {
  prompt: string;
  language: Language;
  n: number;
  /** Name in the prompts folder: the hash of what it holds. */
  file: string;
  /** Name it was uploaded under, for people only. */
  original: string;
  durationMs: number;
  bytes: number;
  by: string;
  atMs: number;
};

/** A line of the prompt library. `spoken`: no recording, the text is spoken. `missing`: callers hear the other language, or nothing. */
export type PromptListRow = {
  id: string;
  name: string;
  category: string;
  text: Bilingual;
  languages: Record<Language, { state: "recorded" | "spoken" | "missing"; file?: string; durationMs?: number; versions: number }>;
  uses: PromptUse[];
};

/** What became of an upload. Gain and loudness tell what was done to it (EBU R 128). */
export type ConvertedSound = {
  file: string;
  durationMs: number;
  bytes: number;
  from: { format: string; codec: string; rateHz: number; channels: number };
  gainDb: number;
};

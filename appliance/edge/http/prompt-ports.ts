import type { ConvertedSound, PromptFileRow } from "../../contract/prompt-library.ts";
import type { Language } from "../../contract/words.ts";
import type { SoundPort } from "./recordings-port.ts";

/** What was ever recorded. */
export type PromptStorePort = {
  promptFiles(prompt?: string): PromptFileRow[];
  putPromptFile(row: Omit<PromptFileRow, "n" | "atMs">): Promise<number>;
};

/** Conversion of uploads, and speech for what has no recording. */
export type PromptsPort = {
  /** Where uploads lie until they are converted; absolute. */
  incoming: string;
  /** Makes a prompt file of an upload. `text` says in the program's words what is wrong with it. */
  convert(
    path: string,
  ): Promise<ConvertedSound | { fault: "audio-unreadable" | "audio-too-long" | "audio-silent"; text: string }>;
  /** A prompt file by its name; undefined when it isn't there. */
  sound(file: string): Promise<SoundPort | undefined>;
  /** A text as it is spoken. Rejects when the engine fails. */
  spoken(text: string, language: Language): Promise<SoundPort>;
  peaks(sound: SoundPort, buckets: number): Promise<{ durationMs: number; left: number[]; right: number[] }>;
};

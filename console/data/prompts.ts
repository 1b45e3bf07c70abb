import type { ConvertedSound, PromptFileRow, PromptListRow } from "../../appliance/contract/prompt-library.ts";
import type { Bilingual, Language } from "../../appliance/contract/words.ts";
import { address, call } from "./call.ts";

export const fetchPrompts = async () => (await call("prompts")) as PromptListRow[];
export const fetchPromptVersions = async (id: string) => (await call("promptVersions", { params: { id } })) as PromptFileRow[];
export const savePrompt = (id: string, body: { name: string; category?: string; text: Bilingual }) =>
  call("putPrompt", { params: { id }, body });
export const dropPrompt = (id: string) => call("deletePrompt", { params: { id } });
export const replacePrompt = (id: string, other: string) => call("replacePrompt", { params: { id }, body: { with: other } });
export const uploadPrompt = async (id: string, language: Language, sound: Blob, name: string) =>
  (await call("putPromptSound", { params: { id, language }, query: { name }, sound })) as ConvertedSound & { version: number };
/** Without a version the text is spoken again. */
export const usePromptVersion = (id: string, language: Language, version?: number) =>
  call("returnPromptSound", { params: { id, language }, body: version === undefined ? {} : { version } });
/** `mark` changes when the sound does, so that no old one is played from memory. */
export const promptSoundAt = (id: string, language: Language, mark: string, version?: number): string =>
  `${address("promptSound", { id, language })}?${new URLSearchParams(version === undefined ? { v: mark } : { version: String(version) })}`;

import type { Bilingual, Language } from "../../appliance/contract/words.ts";
import { address, call } from "./call.ts";

export const fetchPrompts = () => call("prompts");
export const fetchPromptVersions = (id: string) => call("promptVersions", { params: { id } });
export const savePrompt = (id: string, body: { name: string; category?: string; text: Bilingual }) =>
  call("putPrompt", { params: { id }, body });
export const dropPrompt = (id: string) => call("deletePrompt", { params: { id } });
export const replacePrompt = (id: string, other: string) => call("replacePrompt", { params: { id }, body: { with: other } });
export const uploadPrompt = (id: string, language: Language, sound: Blob, name: string) =>
  call("putPromptSound", { params: { id, language }, query: { name }, sound });
/** Without a version the text is spoken again. */
export const usePromptVersion = (id: string, language: Language, version?: number) =>
  call("returnPromptSound", { params: { id, language }, body: version === undefined ? {} : { version } });
/** `mark` changes when the sound does, so that no old one is played from memory. */
export const promptSoundAt = (id: string, language: Language, mark: string, version?: number): string =>
  `${address("promptSound", { id, language })}?${new URLSearchParams(version === undefined ? { v: mark } : { version: String(version) })}`;

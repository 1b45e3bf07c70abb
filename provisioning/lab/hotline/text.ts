import type { PromptItem } from "../../../appliance/contract/flow.ts";

/** A sentence in both languages; the caller hears the one of his. */
export const text = (zh: string, en: string): PromptItem => ({ kind: "text", text: { zh, en } });

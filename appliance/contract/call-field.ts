import type { Sentence } from "./words.ts";

/** One thing typed or set in the flow, shown on the agent's page before he answers (A6). */
export type CallField = { name: string; label: Sentence; value: string; sensitive: boolean };

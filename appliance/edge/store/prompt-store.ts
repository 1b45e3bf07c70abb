import type { Database } from "better-sqlite3";
import type { PromptFileRow } from "../../contract/prompt-library.ts";
import type { Writer } from "./writer.ts";

/** What was ever recorded for the prompts. */
export function promptStore(db: Database, writer: Writer, nowMs: () => number) {
  const columns = "prompt, language, n, file, original, duration_ms AS durationMs, bytes, by, at_ms AS atMs";
  const all = db.prepare<[], PromptFileRow>(`SELECT ${columns} FROM prompt_file ORDER BY prompt, language, n DESC LIMIT 100000`);
  const of = db.prepare<[string], PromptFileRow>(`SELECT ${columns} FROM prompt_file WHERE prompt = ? ORDER BY language, n DESC`);
  return {
    /** All, or one prompt's; newest first. */
    promptFiles: (prompt?: string): PromptFileRow[] => (prompt === undefined ? all.all() : of.all(prompt)),
    /** Resolves with its number. */
    putPromptFile: (row: Omit<PromptFileRow, "n" | "atMs">): Promise<number> =>
      writer.ask({ op: "prompt.file", row: { ...row, atMs: nowMs() } }),
  };
}
export type PromptStore = ReturnType<typeof promptStore>;

import type { Database } from "better-sqlite3";
import type { PromptFileRow } from "../../contract/prompt-library.ts";
import type { WriteResult } from "./write-op.ts";

const keptVersions = 100;

/** A recording joins its prompt's. */
export function promptOps(db: Database) {
  const last = db.prepare<[string, string], number>("SELECT max(n) FROM prompt_file WHERE prompt = ? AND language = ?").pluck();
  const insert = db.prepare(
    "INSERT INTO prompt_file (prompt, language, n, file, original, duration_ms, bytes, by, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const trim = db.prepare("DELETE FROM prompt_file WHERE prompt = ? AND language = ? AND n <= ?");
  return (row: Omit<PromptFileRow, "n">): WriteResult => {
    const { prompt, language, file, original, durationMs, bytes, by, atMs } = row;
    const n = (last.get(prompt, language) ?? 0) + 1;
    insert.run(prompt, language, n, file, original, durationMs, bytes, by, Math.round(atMs));
    trim.run(prompt, language, n - keptVersions);
    return { done: n };
  };
}

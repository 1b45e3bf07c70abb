import type { Effect } from "../../contract/effects.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TextState } from "../../contract/text-states.ts";
import type { TextRow } from "../../contract/texts.ts";

export type TextsContext = { atMs: number; settings: Settings; lineUp(line: string): boolean };

/** The row as it is kept: a copy, for what is kept must not change afterwards. `news`: others are told of it. */
export const keepText = (row: TextRow, news = false): Effect => ({
  do: "store",
  change: {
    put: "text",
    news,
    row: {
      ...row,
      ...(row.pieces ? { pieces: row.pieces.map((p) => ({ ...p })) } : {}),
      ...(row.marks ? { marks: row.marks.map((m) => ({ ...m })) } : {}),
      ...(row.former ? { former: row.former.map((f) => ({ ...f })) } : {}),
      ...(row.attempt ? { attempt: { ...row.attempt } } : {}),
    },
  },
});

/** Takes on a state; what belonged to the old one alone goes. */
export function becomes(row: TextRow, state: TextState, atMs: number, dueAtMs?: number): void {
  row.state = state;
  row.stateAtMs = atMs;
  delete row.dueAtMs;
  if (dueAtMs !== undefined) row.dueAtMs = dueAtMs;
}

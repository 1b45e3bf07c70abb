import type { GatewayLine, ModemLine } from "../../contract/line-settings.ts";
import type { Settings } from "../../contract/settings.ts";
import type { TextRow } from "../../contract/texts.ts";
import type { TextsContext } from "./texts-context.ts";
import { pathOf, type TextsState } from "./texts-state.ts";

export const hourMs = 3_600_000;

/** A line with texts. */
export type TextLine = ModemLine | GatewayLine;

/** Lines that may send texts, in the order they are tried (S2). */
export function textPaths({ lines = [], texts }: Settings): TextLine[] {
  const able = lines.filter((l): l is TextLine => l.kind !== "analog-line" && l.enabled && l.sms?.send === true);
  if (!texts?.paths) return able.sort((a, b) => a.order - b.order);
  return texts.paths.flatMap((id) => able.find((l) => l.id === id) ?? []);
}

/**
 * The line a text leaves by, or the moment one may be free again; neither while none is up. The parts of a text all leave by one line: to the
 * recipient parts from two numbers are two senders.
 */
export function choosePath(state: TextsState, row: TextRow, ctx: TextsContext, paths: readonly TextLine[]): Choice {
  const bound = row.marks?.[0]?.line;
  let freeAtMs: number | undefined;
  // Where it came to nothing last is tried when nothing else is free.
  const failed = row.tries ? row.line : undefined;
  const inTurn = failed === undefined ? paths : [...paths].sort((a, b) => Number(a.id === failed) - Number(b.id === failed));
  for (const { id, sms } of inTurn) {
    if ((bound !== undefined && bound !== id) || !ctx.lineUp(id)) continue;
    const path = pathOf(state, id);
    path.usedAtMs = path.usedAtMs.filter((usedMs) => usedMs > ctx.atMs - hourMs);
    // The answer for the one it has wakes us.
    if (path.attempt !== undefined) continue;
    const { usedAtMs } = path;
    const surplus = usedAtMs.length - (sms?.perHour ?? 1);
    const restMs = Math.max(path.restUntilMs, surplus >= 0 ? usedAtMs[surplus]! + hourMs : 0);
    if (restMs <= ctx.atMs) return { line: id };
    freeAtMs = Math.min(freeAtMs ?? restMs, restMs);
  }
  return freeAtMs === undefined ? {} : { freeAtMs };
}
type Choice = { line?: string; freeAtMs?: number };

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

/** A line that is up and has no text in hand. Free when its moment is not in the future: until then it rests, or has sent all it may in an hour. */
export type PathNow = { line: string; freeAtMs: number };

/** The lines at this moment, in the order they are tried. Of those that have a text in hand the answer wakes us. */
export function pathsNow(state: TextsState, { atMs, settings, lineUp }: TextsContext): PathNow[] {
  return textPaths(settings).flatMap(({ id, sms }): PathNow[] => {
    if (!lineUp(id)) return [];
    const path = pathOf(state, id);
    path.usedAtMs = path.usedAtMs.filter((usedMs) => usedMs > atMs - hourMs);
    if (path.attempt !== undefined) return [];
    const surplus = path.usedAtMs.length - (sms?.perHour ?? 1);
    return [{ line: id, freeAtMs: Math.max(path.restUntilMs, surplus >= 0 ? path.usedAtMs[surplus]! + hourMs : 0) }];
  });
}

/** Which of the free lines a text leaves by. Its parts all leave by one: to the recipient parts from two numbers are two senders. */
export function choosePath({ marks, tries, line: last }: TextRow, free: readonly PathNow[]): string | undefined {
  const bound = marks?.[0]?.line;
  const fit = free.filter(({ line }) => bound === undefined || bound === line);
  // Where it came to nothing last is tried when nothing else is free.
  return (fit.find(({ line }) => !tries || line !== last) ?? fit[0])?.line;
}

import type { Effect } from "../../contract/effects.ts";
import { type TextEvent, type TextRow, textDefaults } from "../../contract/texts.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { hourMs, textPaths } from "./choose-path.ts";
import { arrived, loadIncoming, overdueParts, unreadable } from "./inbox.ts";
import { afterRestart, answered, asked, cancelled, loadOutgoing, overdue, reported, resent, start } from "./outbox.ts";
import type { TextsContext } from "./texts-context.ts";
import { firstSeen, type TextsState, textsLive } from "./texts-state.ts";

/** The one timer of all texts. */
export const textsTimer = "office:texts";

/** What isn't said from outside: time has passed or a line has come up; the box runs again. */
export type TextsWord = TextEvent | { on: "texts.look" } | { on: "texts.restart" };

/** Changes `state` in place and says what is to be done. What is said of a text that isn't there changes nothing. */
export function stepTexts(state: TextsState, event: TextsWord, ctx: TextsContext): Effect[] {
  const effects = [...heard(state, event, ctx), ...goOn(state, ctx)];
  if (!effects.some((e) => e.do === "store")) return effects;
  state.changes = (state.changes ?? 0) + 1;
  return [...effects, { do: "push", topic: "texts", id: textsLive }];
}

function heard(state: TextsState, event: TextsWord, ctx: TextsContext): Effect[] {
  const { atMs } = ctx;
  switch (event.on) {
    case "text.arrived":
      return arrived(state, event, atMs);
    case "text.unreadable":
      return unreadable(state, event.place, event.fault, atMs);
    case "text.reported": {
      const { to, reference, sentAtMs, doneAtMs, status, place, attempt = "" } = event;
      const key = ["report", place.line, to, reference, sentAtMs, doneAtMs, status, attempt].join("|");
      const fresh = firstSeen(state, key, atMs);
      return [...(fresh ? reported(state, event, ctx) : []), { do: "text.delete", place: { ...place } }];
    }
    case "text.answered":
      return answered(state, event, ctx);
    case "text.asked":
      return asked(state, event.texts, event.by, atMs);
    case "text.cancelled":
      return cancelled(state, event.text, event.row, atMs);
    case "text.resent":
      return resent(state, event.text, event.row, atMs);
    case "texts.loaded":
      return loaded(state, event.rows, ctx);
    case "texts.restart":
      return afterRestart(state, ctx);
    case "texts.look":
      return [];
    default:
      return exhaustive(event);
  }
}

/** Once in the life of a state: from then on it knows all that there is. */
function loaded(state: TextsState, rows: readonly TextRow[], ctx: TextsContext): Effect[] {
  if (state.loaded) return [];
  state.loaded = true;
  state.made += rows.length;
  for (const row of [...rows].sort((a, b) => a.atMs - b.atMs)) {
    if (row.direction === "in") loadIncoming(state, { ...row });
    else loadOutgoing(state, { ...row });
  }
  return afterRestart(state, ctx);
}

/** Whatever can happen now happens; then the timer is set for what comes next. */
function goOn(state: TextsState, ctx: TextsContext): Effect[] {
  const { atMs, settings } = ctx;
  const effects = overdueParts(state, atMs);
  for (const row of Object.values(state.out)) effects.push(...overdue(state, row, ctx));
  const paths = textPaths(settings);
  const moments: number[] = Object.values(state.arriving).map((row) => row.dueAtMs!);
  const giveUpMs = (settings.texts?.retryForHours ?? textDefaults.retryForHours) * hourMs;
  for (const row of Object.values(state.out)) {
    if (row.state === "waiting") {
      if ((row.dueAtMs ?? 0) <= atMs) {
        const { effects: begun, freeAtMs } = start(state, row, ctx, paths);
        effects.push(...begun);
        if (freeAtMs !== undefined) moments.push(freeAtMs);
      }
      moments.push((row.sinceMs ?? row.atMs) + giveUpMs);
    }
    if (row.dueAtMs !== undefined && row.dueAtMs > atMs) moments.push(row.dueAtMs);
  }
  if (moments.length === 0) return [...effects, { do: "timer.clear", key: textsTimer }];
  const next = moments.reduce((a, b) => Math.min(a, b));
  return [...effects, { do: "timer.set", key: textsTimer, atMs: next }];
}

import type { Effect } from "../../contract/effects.ts";
import type { TextEvent, TextRow } from "../../contract/texts.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { choosePath, pathsNow } from "./choose-path.ts";
import { arrived, loadIncoming, overdueParts, unreadable } from "./inbox.ts";
import {
  afterRestart,
  answered,
  asked,
  cancelled,
  endRests,
  loadOutgoing,
  momentOf,
  overdue,
  reported,
  resent,
  start,
} from "./outbox.ts";
import type { TextsContext } from "./texts-context.ts";
import { firstSeen, type TextsState, textsLive } from "./texts-state.ts";

/** The one timer of all texts. */
export const textsTimer = "office:texts";

/** What isn't said from outside: time has passed or a line has come up; the box runs again. */
export type TextsWord = TextEvent | { on: "texts.look" } | { on: "texts.restart" };

/** Changes `state` in place and says what is to be done. What is said of a text that isn't there changes nothing. */
export function stepTexts(state: TextsState, event: TextsWord, ctx: TextsContext): Effect[] {
  // A look, and what was stored or left by a former run, may concern any of them.
  if (event.on === "texts.look" || event.on === "texts.loaded" || event.on === "texts.restart") delete state.nextAtMs;
  const effects = goOn(state, heard(state, event, ctx), ctx);
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

/** Whatever can happen now happens; then the timer is set for what comes next. With thousands waiting, a word must not cost a look at each. */
function goOn(state: TextsState, effects: Effect[], ctx: TextsContext): Effect[] {
  const { atMs } = ctx;
  const all = state.nextAtMs === undefined || state.nextAtMs <= atMs;
  if (all) {
    effects.push(...overdueParts(state, atMs));
    for (const row of Object.values(state.out)) effects.push(...overdue(state, row, ctx));
  }
  const { begun, freeAtMs } = startWaiting(state, ctx);
  effects.push(...begun);
  const changed = all ? [...Object.values(state.out), ...Object.values(state.arriving)] : textsIn(effects);
  let next = all ? Number.POSITIVE_INFINITY : state.nextAtMs!;
  for (const row of changed) next = Math.min(next, momentOf(row, ctx));
  if (next === Number.POSITIVE_INFINITY) delete state.nextAtMs;
  else state.nextAtMs = next;
  const wakeAtMs = Math.min(next, freeAtMs);
  if (wakeAtMs === Number.POSITIVE_INFINITY) return [...effects, { do: "timer.clear", key: textsTimer }];
  return [...effects, { do: "timer.set", key: textsTimer, atMs: wakeAtMs }];
}

const textsIn = (effects: readonly Effect[]): TextRow[] =>
  effects.flatMap((e) => (e.do === "store" && e.change.put === "text" ? [e.change.row] : []));

/** Lines that are free take what may go, in the order it was asked for. `freeAtMs`: when the next is free that now rests, if one waits for it. */
function startWaiting(state: TextsState, ctx: TextsContext): { begun: Effect[]; freeAtMs: number } {
  const { atMs } = ctx;
  const begun: Effect[] = [];
  endRests(state, ctx);
  const paths = pathsNow(state, ctx);
  let free = paths.filter((p) => p.freeAtMs <= atMs);
  let freeAtMs = Number.POSITIVE_INFINITY;
  for (const row of paths.length > 0 ? Object.values(state.out) : []) {
    if (row.state !== "waiting" || (row.dueAtMs ?? 0) > atMs) continue;
    const line = choosePath(row, free);
    if (line === undefined) freeAtMs = Math.min(...paths.map((p) => (p.freeAtMs > atMs ? p.freeAtMs : Number.POSITIVE_INFINITY)));
    else {
      begun.push(...start(state, row, line, ctx));
      free = free.filter((p) => p.line !== line);
    }
    // Who comes after one that must wait has nothing to take, either.
    if (line === undefined && free.length === 0) break;
  }
  return { begun, freeAtMs };
}

import type { Effect } from "../../contract/effects.ts";
import type { ItemEvent, ItemRow } from "../../contract/items.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { ItemsState } from "./items-state.ts";

/** Beyond this an item is kept as a row and no longer followed: a site that leaves so many undone looks at the list, not at the lamp. */
const mostLive = 1_000;
const longestNote = 4_000;
const timerPrefix = "office:item:";

export const itemOfTimer = (key: string): string | undefined =>
  key.startsWith(timerPrefix) ? key.slice(timerPrefix.length) : undefined;

/** Changes `state` in place and says what is to be done. An act on an item that is in no fit state for it changes nothing. */
export function stepItems(state: ItemsState, event: ItemEvent, atMs: number): Effect[] {
  if (event.on === "item.added") return added(state, event, atMs);
  const row = Object.hasOwn(state.live, event.item) ? state.live[event.item] : event.row;
  if (row?.id !== event.item) return [];
  const next = changed({ ...row }, event, atMs);
  return next ? keep(state, next, atMs) : [];
}

/** Its moment has come: whoever it is for is told. */
export function itemDue(state: ItemsState, id: string, atMs: number): Effect[] {
  const row = Object.hasOwn(state.live, id) ? state.live[id] : undefined;
  if (!row || row.due || row.dueAtMs === undefined || row.dueAtMs > atMs) return [];
  return keep(state, { ...row, due: true }, atMs);
}

/** What was stored and is not done: a state that begins anew takes it up. */
export function loadItems(state: ItemsState, rows: readonly ItemRow[], atMs: number): Effect[] {
  const effects: Effect[] = [];
  for (const row of rows.slice(0, mostLive)) {
    if (row.state === "done" || Object.hasOwn(state.live, row.id)) continue;
    state.live[row.id] = row;
    effects.push(...timerFor(row, atMs), { do: "push", topic: "items", id: row.id });
  }
  return effects;
}

function added(state: ItemsState, { item, by }: Extract<ItemEvent, { on: "item.added" }>, atMs: number): Effect[] {
  const id = `i${Math.round(atMs).toString(36)}-${(++state.n).toString(36)}`;
  const row: ItemRow = { ...item, id, state: "open", note: (item.note ?? "").slice(0, longestNote), madeAtMs: atMs, madeBy: by };
  return keep(state, row, atMs);
}

function changed(row: ItemRow, event: Exclude<ItemEvent, { on: "item.added" }>, atMs: number): ItemRow | undefined {
  switch (event.on) {
    case "item.taken":
      if (row.state === "done") return undefined;
      Object.assign(row, { state: "taken", takenBy: event.by, takenAtMs: atMs } satisfies Partial<ItemRow>);
      if (event.agent) row.agent = event.agent;
      return row;
    case "item.assigned":
      if (row.state === "done") return undefined;
      delete row.agent;
      if (event.agent) row.agent = event.agent;
      return reopened(row);
    case "item.done":
      if (row.state === "done") return undefined;
      Object.assign(row, { state: "done", doneBy: event.by, doneAtMs: atMs } satisfies Partial<ItemRow>);
      return noted(row, event.note);
    case "item.reopened":
      return row.state === "open" ? undefined : reopened(row);
    case "item.changed":
      if (event.dueAtMs !== undefined) {
        row.dueAtMs = event.dueAtMs;
        delete row.due;
      }
      return noted(row, event.note);
    default:
      return exhaustive(event);
  }
}

function reopened(row: ItemRow): ItemRow {
  const { takenBy: _by, takenAtMs: _at, doneBy: _doneBy, doneAtMs: _doneAt, ...rest } = row;
  return { ...rest, state: "open" };
}

function noted(row: ItemRow, note: string | undefined): ItemRow {
  if (note) row.note = (row.note ? `${row.note}\n${note}` : note).slice(-longestNote);
  return row;
}

function keep(state: ItemsState, row: ItemRow, atMs: number): Effect[] {
  const known = Object.hasOwn(state.live, row.id);
  if (row.state === "done") delete state.live[row.id];
  else if (known || Object.keys(state.live).length < mostLive) state.live[row.id] = row;
  return [
    { do: "store", change: { put: "item", row: { ...row } } },
    { do: "push", topic: "items", id: row.id },
    ...timerFor(row, atMs),
  ];
}

function timerFor(row: ItemRow, atMs: number): Effect[] {
  const key = timerPrefix + row.id;
  if (row.dueAtMs === undefined) return [];
  if (row.state === "done" || row.due) return [{ do: "timer.clear", key }];
  return [{ do: "timer.set", key, atMs: Math.max(row.dueAtMs, atMs) }];
}

import type { Effect } from "../../contract/effects.ts";
import type { TextEvent, TextPart, TextPlace, TextRow } from "../../contract/texts.ts";
import type { LineId } from "../../kit/ids.ts";
import { becomes, keepText } from "./texts-context.ts";
import { firstSeen, type TextsState } from "./texts-state.ts";

type Arrived = Extract<TextEvent, { on: "text.arrived" }>;

/** The rest of a text is waited for so long. */
const restMs = 48 * 3_600_000;
/** Parts of one text are sent one after another; a sender uses its reference again. */
const togetherMs = 6 * 3_600_000;
/** Beyond it the oldest is shown as far as it came. */
const mostArriving = 500;

const done = (place: TextPlace): Effect => ({ do: "text.delete", place: { ...place } });

/** What says that it is the same, whichever line it came by: a service centre sends again what was not confirmed, with the same moment. */
const keyOf = (from: string, sentAtMs: number, part: TextPart | undefined, text: string): string =>
  ["text", from, sentAtMs, part ? `${part.reference}/${part.total}/${part.index}` : "", text].join("|");

export function arrived(state: TextsState, { place, from, text, sentAtMs, part }: Arrived, atMs: number): Effect[] {
  const inParts = part && part.total > 1 ? part : undefined;
  noteRead(state, place, sentAtMs);
  if (!firstSeen(state, keyOf(from, sentAtMs, inParts, text), atMs)) return [done(place)];
  if (inParts) return [...joined(state, { place, from, text, sentAtMs }, inParts, atMs), done(place)];
  const row: TextRow = { ...newRow(state, place, atMs), state: "received", number: from, text, sentAtMs };
  return [keepText(row, true), done(place)];
}

/** How far a gateway's port is read is stored with what was read. Of one that can't be read the moment isn't known. */
function noteRead(state: TextsState, { port, index, hex }: TextPlace, sentAtMs?: number): void {
  if (port === undefined) return;
  state.read ??= {};
  const { read } = state;
  read[port] = { index, hex, sentAtMs: sentAtMs ?? (Object.hasOwn(read, port) ? read[port]!.sentAtMs : 0) };
}

export function unreadable(state: TextsState, place: TextPlace, fault: string, atMs: number): Effect[] {
  noteRead(state, place);
  if (!firstSeen(state, `hex|${place.hex}`, atMs)) return [done(place)];
  const row: TextRow = { ...newRow(state, place, atMs), state: "unreadable", hex: place.hex, why: fault };
  return [keepText(row, true), done(place)];
}

const newRow = (state: TextsState, { line, port, index, hex }: TextPlace, atMs: number): TextRow => ({
  id: `t${Math.round(atMs).toString(36)}-${state.made++}`,
  direction: "in",
  state: "arriving",
  number: "",
  line,
  ...(port === undefined ? {} : { lay: { port, index, hex } }),
  text: "",
  atMs,
  stateAtMs: atMs,
  parts: 1,
});

/** TS 23.040 9.2.3.24.1: sender, reference and total say what belongs together. */
function joined(
  state: TextsState,
  { place, from, text, sentAtMs }: Omit<Arrived, "on" | "part">,
  part: TextPart,
  atMs: number,
): Effect[] {
  const effects: Effect[] = [];
  let row = Object.values(state.arriving).find(
    (r) => r.number === from && r.reference === part.reference && r.parts === part.total,
  );
  // The place is taken, or it is from another time: the sender has begun a new text with an old reference.
  if (row && (row.pieces!.some((p) => p.n === part.index) || Math.abs(row.sentAtMs! - sentAtMs) > togetherMs)) {
    effects.push(givenUp(state, row, atMs));
    row = undefined;
  }
  if (!row) {
    const oldest = Object.values(state.arriving)[0];
    if (oldest && Object.keys(state.arriving).length >= mostArriving) effects.push(givenUp(state, oldest, atMs));
    row = { ...newRow(state, place, atMs), number: from, sentAtMs, parts: part.total, reference: part.reference, pieces: [] };
    row.dueAtMs = atMs + restMs;
    state.arriving[row.id] = row;
  }
  row.pieces!.push({ n: part.index, text, sentAtMs });
  row.sentAtMs = Math.min(row.sentAtMs!, sentAtMs);
  row.text = asFarAsItCame(row);
  const whole = row.pieces!.length === row.parts;
  if (whole) {
    becomes(row, "received", atMs);
    delete state.arriving[row.id];
  }
  return [...effects, keepText(row, whole)];
}

function givenUp(state: TextsState, row: TextRow, atMs: number): Effect {
  becomes(row, "incomplete", atMs);
  delete state.arriving[row.id];
  return keepText(row, true);
}

/** Texts whose rest doesn't come any more. */
export const overdueParts = (state: TextsState, atMs: number): Effect[] =>
  Object.values(state.arriving)
    .filter((row) => row.dueAtMs! <= atMs)
    .map((row) => givenUp(state, row, atMs));

function asFarAsItCame({ parts, pieces = [] }: TextRow): string {
  let text = "";
  for (let n = 1; n <= parts; n++) text += pieces.find((p) => p.n === n)?.text ?? "[…]";
  return text;
}

/** What was stored: known again, and the unfinished ones waited for. */
export function loadIncoming(state: TextsState, row: TextRow): void {
  const { state: how, number, sentAtMs = 0, text, atMs, parts, reference = 0, pieces = [], hex, lay } = row;
  if (lay) noteRead(state, { line: "" as LineId, ...lay }, row.sentAtMs);
  if (how === "unreadable") firstSeen(state, `hex|${hex ?? ""}`, atMs);
  else if (pieces.length === 0) firstSeen(state, keyOf(number, sentAtMs, undefined, text), atMs);
  for (const p of pieces) firstSeen(state, keyOf(number, p.sentAtMs, { reference, total: parts, index: p.n }, p.text), atMs);
  if (how === "arriving") state.arriving[row.id] = row;
}

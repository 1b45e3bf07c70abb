import type { LiveTexts } from "../../contract/live.ts";
import type { TextRow } from "../../contract/texts.ts";

/** A line texts leave by, as it is now. */
export type PathLive = {
  /** Its modem has this one. */
  attempt?: string;
  /** Attempts of the last hour. */
  usedAtMs: number[];
  /** Rests in a row without a success between them. */
  failures: number;
  /** In a row, each of which may be its text's alone. */
  refusals?: number;
  restUntilMs: number;
  /** Its line was not up at a time while it rested. */
  wasDown?: true;
};

/** `hex` tells it from another that has its number since the gateway was emptied. */
export type ReadMark = { index: number; hex: string; sentAtMs: number };

/** Plain data. */
export type TextsState = {
  loaded?: boolean;
  /** Texts made here so far: numbers them, and ties parts together. */
  made: number;
  /** Wait for their other parts. */
  arriving: Record<string, TextRow>;
  /** What came lately, and when: it may come again. */
  seen: Record<string, number>;
  seenCount?: number;
  seenSinceMs?: number;
  /** What came before. */
  seenBefore?: Record<string, number>;
  /** Neither sent nor given up, or a report may still come. */
  out: Record<string, TextRow>;
  paths: Record<string, PathLive>;
  /** Nothing is overdue before this moment; without it all are to be looked at. */
  nextAtMs?: number;
  /** Rises when a row changes. */
  changes?: number;
  /** By port of a gateway: the last that was taken over from there, and when it was sent. */
  read?: Record<string, ReadMark>;
};
export const newTexts = (): TextsState => ({ made: 0, arriving: {}, seen: {}, out: {}, paths: {} });

/** Beyond it no new one is taken. */
const mostOut = 5_000;
export const isFullOfTexts = ({ out }: TextsState, more: number): boolean => Object.keys(out).length + more > mostOut;

export const textNow = ({ out, arriving }: TextsState, id: string): TextRow | undefined =>
  Object.hasOwn(out, id) ? out[id] : Object.hasOwn(arriving, id) ? arriving[id] : undefined;

export function pathOf(state: TextsState, line: string): PathLive {
  if (!Object.hasOwn(state.paths, line)) state.paths[line] = { usedAtMs: [], failures: 0, restUntilMs: 0 };
  return state.paths[line]!;
}

/** What came is known for as long at least, unless more than so many come in it. */
const seenForMs = 72 * 3_600_000;
const mostSeen = 10_000;

/** True when it is new; from now on it is known. What is old goes all at once, for neither its number nor its age is looked up each time. */
export function firstSeen(state: TextsState, key: string, atMs: number): boolean {
  state.seenCount ??= Object.keys(state.seen).length;
  state.seenSinceMs ??= atMs;
  if (state.seenCount >= mostSeen || atMs - state.seenSinceMs >= seenForMs) {
    state.seenBefore = state.seen;
    Object.assign(state, { seen: {}, seenCount: 0, seenSinceMs: atMs } satisfies Partial<TextsState>);
  }
  const { seen, seenBefore = {} } = state;
  if (Object.hasOwn(seen, key) || Object.hasOwn(seenBefore, key)) return false;
  seen[key] = atMs;
  state.seenCount++;
  return true;
}

export const textsLive = "texts";
/** What a console is told of texts: that some changed. Who may see which is asked for with its page. */
export const liveTexts = (state: TextsState | undefined): LiveTexts[] => [{ id: textsLive, changes: state?.changes ?? 0 }];

import type { CallId, QueueId } from "../../kit/ids.ts";
import { type Entry, entryOf, peekQueue, type QueuesState, queueLive } from "./queues-state.ts";

/** Who is served first: higher priority, then who came first. Never 0 for two callers. */
export const compareEntries = (a: Entry, b: Entry): number =>
  b.priority - a.priority || a.placedAtMs - b.placedAtMs || a.seq - b.seq;

/** Index of the first one in the line who does not come before `entry`. */
function placeOf(state: QueuesState, line: readonly CallId[], entry: Entry): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = state.entries[line[middle]!]!;
    if (compareEntries(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The queue's lanes; made from the line where there are none yet (an older snapshot, new settings). */
export function lanesOf(state: QueuesState, queue: QueueId): Record<string, CallId[]> {
  const live = queueLive(state, queue);
  if (live.lanes) return live.lanes;
  const lanes: Record<string, CallId[]> = {};
  for (const call of live.line) {
    const lane = state.entries[call]!.lane ?? "";
    lanes[lane] ??= [];
    lanes[lane].push(call);
  }
  live.lanes = lanes;
  return lanes;
}

export function joinLane(state: QueuesState, lanes: Record<string, CallId[]>, entry: Entry): void {
  const name = entry.lane ?? "";
  lanes[name] ??= [];
  lanes[name].splice(placeOf(state, lanes[name], entry), 0, entry.call);
}

export function leaveLane(state: QueuesState, lanes: Record<string, CallId[]>, entry: Entry): void {
  const name = entry.lane ?? "";
  const lane = lanes[name];
  if (lane === undefined) return;
  lane.splice(placeOf(state, lane, entry), 1);
  if (lane.length === 0) delete lanes[name];
}

export function standInLine(state: QueuesState, entry: Entry): void {
  const { line } = queueLive(state, entry.queue);
  const lanes = lanesOf(state, entry.queue);
  state.entries[entry.call] = entry;
  line.splice(placeOf(state, line, entry), 0, entry.call);
  countCallbacks(state, entry, 1);
  joinLane(state, lanes, entry);
}

export function stepOutOfLine(state: QueuesState, entry: Entry): void {
  const { line } = queueLive(state, entry.queue);
  leaveLane(state, lanesOf(state, entry.queue), entry);
  line.splice(placeOf(state, line, entry), 1);
  delete state.entries[entry.call];
  countCallbacks(state, entry, -1);
}

function countCallbacks(state: QueuesState, { callback, queue }: Entry, by: 1 | -1): void {
  if (!callback) return;
  const live = queueLive(state, queue);
  live.callbacks = (live.callbacks ?? 0) + by;
}

/** Another place in the same line. */
export function reStand(state: QueuesState, call: CallId, place: Partial<Pick<Entry, "priority" | "placedAtMs" | "seq">>): void {
  const entry = entryOf(state, call);
  if (!entry) return;
  stepOutOfLine(state, entry);
  Object.assign(entry, place);
  standInLine(state, entry);
}

/** 1: next. Found by bisection, also in a line of thousands. */
export const positionOf = (state: QueuesState, entry: Entry): number =>
  placeOf(state, peekQueue(state, entry.queue).line, entry) + 1;

/** The first caller whom nobody is being rung for and who passes the test. */
export function firstWaiting(state: QueuesState, queue: QueueId, fits: (entry: Entry) => boolean): Entry | undefined {
  for (const call of peekQueue(state, queue).line) {
    const entry = state.entries[call]!;
    if (entry.offer === undefined && fits(entry)) return entry;
  }
  return undefined;
}

import type { CallId, QueueId } from "../../kit/ids.ts";
import { type Entry, peekQueue, type QueuesState } from "./queues-state.ts";

export type Place = Pick<Entry, "priority" | "placedAtMs" | "seq">;

/** The place just before everybody else of the queue; undefined when nobody else is there. */
export const frontOf = (state: QueuesState, queue: QueueId, own?: CallId): Place | undefined => placeBefore(state, queue, 1, own);

/** The place of the n-th (1: next to be served) when `own` does not count: before him, behind the one he follows. */
export function placeBefore(state: QueuesState, queue: QueueId, n: number, own?: CallId): Place | undefined {
  const others = peekQueue(state, queue).line.filter((call) => call !== own);
  const at = state.entries[others[n - 1] ?? ""];
  if (!at) return undefined;
  const before = n > 1 ? state.entries[others[n - 2]!] : undefined;
  const { priority, placedAtMs, seq } = at;
  if (before && before.priority === priority && before.placedAtMs === placedAtMs)
    return { priority, placedAtMs, seq: (before.seq + seq) / 2 };
  return { priority, placedAtMs: placedAtMs - 1, seq: state.nextSeq++ };
}

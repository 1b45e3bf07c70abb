import type { CallRecord, RecordingRow, TraceEntry } from "../../appliance/contract/records.ts";
import type { LadderEntry, RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";

export type CallFilter = Pick<RouteQuery<"calls">, "caller" | "queue" | "agent">;
export type CallStory = { record: CallRecord; trace: TraceEntry[]; recordings: RecordingRow[] };
export type Peaks = RouteReply<"recordingPeaks">;

const pageSize = 60;
/** A page of records, newest first; `more` when older ones may exist. */
export async function callPage(
  filter: CallFilter,
  before: number | undefined,
  signal?: AbortSignal,
  limit = pageSize,
): Promise<{ calls: CallRecord[]; more: boolean }> {
  const query = { ...filter, limit, ...(before === undefined ? {} : { before }) };
  const reply = await call("calls", { query, ...(signal ? { signal } : {}) });
  const calls = list<CallRecord>(reply, "calls");
  return { calls, more: calls.length >= limit };
}

export async function callStory(id: string): Promise<CallStory> {
  const reply = (await call("call", { params: { id } })) as Partial<Record<"record" | "call", CallRecord>> &
    Omit<CallStory, "record">;
  const record = reply.record ?? reply.call;
  if (!record) throw new Error("a call without its record");
  return { record, trace: [...(reply.trace ?? [])].sort((a, b) => a.n - b.n), recordings: reply.recordings ?? [] };
}

export const callLadder = async (id: string): Promise<LadderEntry[]> =>
  list<LadderEntry>(await call("callLadder", { params: { id } }), "messages");
export const hangUp = (id: string) => call("hangupCall", { params: { id } });
export const recordingPeaks = (id: string, buckets: number): Promise<Peaks> =>
  call("recordingPeaks", { params: { id }, query: { buckets } });
export const recordingAudio = (id: string): string => address("recordingAudio", { id });

/** The rows themselves, or the rows under their name. */
function list<T>(reply: unknown, name: string): T[] {
  if (Array.isArray(reply)) return reply as T[];
  const inside = (reply as Record<string, unknown> | null | undefined)?.[name];
  return Array.isArray(inside) ? (inside as T[]) : [];
}

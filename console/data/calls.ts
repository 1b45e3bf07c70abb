import type { CallRecord } from "../../appliance/contract/records.ts";
import type { LadderEntry, RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";

export type CallFilter = Pick<RouteQuery<"calls">, "caller" | "queue" | "agent">;
export type CallStory = RouteReply<"call">;
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
  const calls = await call("calls", { query, ...(signal ? { signal } : {}) });
  return { calls, more: calls.length >= limit };
}

export async function callStory(id: string): Promise<CallStory> {
  const { trace, ...story } = await call("call", { params: { id } });
  return { ...story, trace: [...trace].sort((a, b) => a.n - b.n) };
}

export const callLadder = (id: string): Promise<LadderEntry[]> => call("callLadder", { params: { id } });
export const hangUp = (id: string) => call("hangupCall", { params: { id } });
export const recordingPeaks = (id: string, buckets: number): Promise<Peaks> =>
  call("recordingPeaks", { params: { id }, query: { buckets } });
export const recordingAudio = (id: string): string => address("recordingAudio", { id });

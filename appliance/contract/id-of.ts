import Type from "typebox";
import type { AgentId, CallId, LegId, QueueId, RecordingId } from "../kit/ids.ts";

/** Identifiers as they stand in rows and replies. */
export const IdOf = {
  agent: Type.Unsafe<AgentId>(Type.String()),
  call: Type.Unsafe<CallId>(Type.String()),
  leg: Type.Unsafe<LegId>(Type.String()),
  queue: Type.Unsafe<QueueId>(Type.String()),
  recording: Type.Unsafe<RecordingId>(Type.String()),
};

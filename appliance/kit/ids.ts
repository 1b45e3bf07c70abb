/** Branded identifiers: a call id can't be passed where a leg id is wanted. */
export type Branded<T, Name extends string> = T & { readonly __brand: Name };
export type CallId = Branded<string, "CallId">;
export type LegId = Branded<string, "LegId">;
export type AgentId = Branded<string, "AgentId">;
export type QueueId = Branded<string, "QueueId">;
export type LineId = Branded<string, "LineId">;
export type PhoneId = Branded<string, "PhoneId">;
export type RecordingId = Branded<string, "RecordingId">;

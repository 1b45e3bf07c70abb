import type { AgentId, QueueId } from "../../kit/ids.ts";

/** Where a supervisor moves somebody who waits. `place`: 1 is the front. */
export type MoveTo = { queue: QueueId } | { place: number } | { agent: AgentId };

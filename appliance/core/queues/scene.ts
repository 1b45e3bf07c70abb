import type { QueueEffect } from "./queue-effect.ts";
import type { QueueContext } from "./queue-plan.ts";
import type { QueuesState } from "./queues-state.ts";

/** What every part of a step works with. */
export type Scene = { state: QueuesState; ctx: QueueContext; out: QueueEffect[] };

import type { BoxEvent } from "../../../contract/effects.ts";

/** What an edge will say, and in which of its orders: answers of one source come one after the other. */
export type Answer = { from: string; event: BoxEvent };

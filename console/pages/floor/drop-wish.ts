import type { LiveQueue } from "../../../appliance/contract/live.ts";
import type { MoveWish } from "../../data/waiting.ts";

/** Somebody who waits, and where. */
export type Waiter = { queue: string; entry: LiveQueue["waiting"][number] };
/** Where a caller can be dropped: on a queue, on a place of a queue, on an agent. */
export type DropPlace = { queue: string } | { queue: string; place: number } | { agent: string };

/** What dropping him there asks for; nothing where it would change nothing. A place in another queue means that queue. */
export function dropWish(from: Waiter | undefined, onto: DropPlace): MoveWish | undefined {
  if (!from) return undefined;
  if ("agent" in onto) return { agent: onto.agent };
  if (onto.queue !== from.queue) return { queue: onto.queue };
  return "place" in onto && onto.place !== from.entry.position ? { place: onto.place } : undefined;
}

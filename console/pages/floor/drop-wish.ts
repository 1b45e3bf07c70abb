import type { LiveAgent, LiveQueue } from "../../../appliance/contract/live.ts";
import type { MoveWish } from "../../data/waiting.ts";
import { cannotGo } from "./cannot-go.ts";

/** Somebody who waits, and where. */
export type Waiter = { queue: string; entry: LiveQueue["waiting"][number] };
/** Where a caller can be dropped: on a queue, on a place of a queue, on an agent. */
export type DropPlace =
  | { queue: string; closed?: boolean }
  | { queue: string; place: number; closed?: boolean }
  | { agent: Pick<LiveAgent, "id" | "state" | "queues"> };

/** What dropping him there asks for; nothing where it would change nothing or the box would refuse. A place in another queue means that queue. */
export function dropWish(from: Waiter | undefined, onto: DropPlace): MoveWish | undefined {
  if (!from) return undefined;
  if ("agent" in onto) return cannotGo(onto.agent, from.queue) ? undefined : { agent: onto.agent.id };
  if (onto.queue !== from.queue) return onto.closed ? undefined : { queue: onto.queue };
  return "place" in onto && onto.place !== from.entry.position ? { place: onto.place } : undefined;
}

import type { BulletinTo } from "../../appliance/contract/bulletins.ts";
import { live } from "../data/live.ts";
import { may } from "../data/session.ts";
import { me } from "../hand/my-desk.ts";

/** Who is offered first for a new text: to all for a supervisor; to another seat, or else a queue of his, for an agent. */
export function firstTo(): BulletinTo | undefined {
  if (may("supervise")) return { kind: "all" };
  const other = live.value?.agents.find((a) => a.id !== me.value?.id);
  if (other) return { kind: "agent", agent: other.id as never };
  const queue = me.value?.queues[0];
  return queue === undefined ? undefined : { kind: "queue", queue: queue as never };
}

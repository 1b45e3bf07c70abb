import type { BulletinTo } from "../../appliance/contract/bulletins.ts";
import type { AgentId, QueueId } from "../../appliance/kit/ids.ts";

/** A recipient as the value of a choice, and back. */
export const toKey = (to: BulletinTo): string =>
  to.kind === "all" ? "all" : to.kind === "queue" ? `queue ${to.queue}` : `agent ${to.agent}`;

export function fromKey(key: string): BulletinTo {
  const [kind, id = ""] = key.split(" ");
  if (kind === "queue") return { kind, queue: id as QueueId };
  return kind === "agent" ? { kind, agent: id as AgentId } : { kind: "all" };
}

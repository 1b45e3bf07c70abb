import type { QueueId } from "../../kit/ids.ts";
import type { SentTo } from "./call.ts";
import { queueFacts, waitingCaller } from "./caller-facts.ts";
import { type Scene, tell } from "./scene.ts";

/** Stands him in a queue's line, with all that is known of him. A flow's wish is kept on the call. */
export function queueUp(scene: Scene, queue: QueueId, wish?: Omit<SentTo, "queue">): void {
  const { call } = scene;
  delete call.sentTo;
  if (wish) call.sentTo = { queue, ...wish };
  enter(scene, queue);
}

/** He has been with somebody and waits (again): in his old place, and still the customer he was. Whoever handed him on is not asked first. */
export function queueAgain(scene: Scene, queue: QueueId, from: { agent?: string; placedAtMs?: number } | undefined): void {
  const { call } = scene;
  if (call.facts?.agent !== undefined && call.facts.agent === from?.agent) delete call.facts.agent;
  enter(scene, queue, from?.placedAtMs);
}

function enter(scene: Scene, queue: QueueId, placedAtMs?: number): void {
  const { call } = scene;
  const { priority, facts } = call.sentTo?.queue === queue ? call.sentTo : { facts: {} };
  tell(scene, {
    on: "queue.enter",
    call: call.record.id,
    queue,
    ...(priority === undefined ? {} : { priority }),
    ...(placedAtMs === undefined ? {} : { placedAtMs }),
    facts: { ...queueFacts(call), ...facts },
    from: waitingCaller(call),
  });
}

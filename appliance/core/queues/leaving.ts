import type { AgentId } from "../../kit/ids.ts";
import { stopRinging, termsOf } from "./offers.ts";
import { type LeftWhy, queueTimerKey } from "./queue-effect.ts";
import type { Entry } from "./queues-state.ts";
import type { Scene } from "./scene.ts";
import { stepOutOfLine } from "./waiting-line.ts";

/** Leaves for good; phones that still ring are stopped. */
export function leaveQueue(scene: Scene, entry: Entry, why: LeftWhy, agent?: AgentId): void {
  const { state, ctx, out } = scene;
  // Who picks him up was not offered him: he learns the queue's terms here.
  const settings = agent && !entry.offer?.agents.includes(agent) ? ctx.plan.queues.get(entry.queue) : undefined;
  stopRinging(
    scene,
    entry,
    entry.offer?.agents ?? [],
    why === "answered" ? "answeredElsewhere" : why === "abandoned" ? "callGone" : "withdrawn",
  );
  stepOutOfLine(state, entry);
  if (entry.timerAtMs !== undefined) out.push({ do: "timer.clear", key: queueTimerKey(entry.call) });
  const { call, queue, enteredAtMs } = entry;
  out.push({
    do: "queue.left",
    call,
    queue,
    why,
    enteredAtMs,
    waitMs: ctx.atMs - enteredAtMs,
    ...(agent ? { agent } : {}),
    ...(settings && why === "answered" ? { terms: termsOf(settings, entry) } : {}),
  });
}

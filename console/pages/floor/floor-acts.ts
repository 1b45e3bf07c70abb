import { signal } from "@preact/signals";
import { canAct } from "../../data/live.ts";
import { agentName, queueName } from "../../data/names.ts";
import { type MoveWish, moveWaiting } from "../../data/waiting.ts";
import { say, sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import type { Waiter } from "./drop-wish.ts";

/** The caller that is being dragged. */
export const dragged = signal<Waiter | undefined>(undefined);

const nameOf = (entry: Waiter["entry"]): string => entry.caller || words.value.call.withheld;

/** Moves somebody who waits, and offers the way back where there is one: who rings at an agent can't be called back. */
export function move({ queue, entry }: Waiter, to: MoveWish): void {
  if (!canAct.value) return;
  const w = words.value.floor;
  const who = nameOf(entry);
  const back = (wish: MoveWish) => ({
    label: words.value.common.undo,
    run: () => void moveWaiting(entry.call, wish).catch(sayFault),
  });
  const told = (): void => {
    if ("queue" in to) say(fill(w.movedQueue, { who, queue: queueName(to.queue) }), back({ queue }));
    else if ("place" in to) say(fill(w.movedPlace, { who, n: to.place }), back({ place: entry.position }));
    else say(fill(w.movedAgent, { who, agent: agentName(to.agent) }));
  };
  moveWaiting(entry.call, to).then(told, sayFault);
}

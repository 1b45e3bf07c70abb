import type { QueueSettings } from "../../contract/queue.ts";
import type { AgentId, QueueId } from "../../kit/ids.ts";
import { fitOf, laneOf } from "./fit.ts";
import { fitObstacle, obstacle } from "./judge.ts";
import type { QueueContext } from "./queue-plan.ts";
import type { Entry, QueuesState } from "./queues-state.ts";
import { compareEntries, joinLane, lanesOf, leaveLane } from "./waiting-line.ts";

/** A rule is asked about so many of the first callers of a lane; the others' turn comes with the line. */
const mostAskedByRule = 500;

/** What is asked of who takes his call now, for somebody who is about to stand in line. */
export function askedOf(
  settings: QueueSettings,
  entry: Pick<Entry, "facts" | "enteredAtMs">,
  atMs: number,
): Pick<Entry, "fit" | "fitUntilMs" | "lane"> {
  const { fit, untilMs } = fitOf(settings, entry, atMs);
  return { fit, lane: laneOf(fit), ...(untilMs === undefined ? {} : { fitUntilMs: untilMs }) };
}

/** Asks again what is asked of who takes the call: time has passed, his own agent did not take it, or the settings are new. */
export function refit(state: QueuesState, ctx: QueueContext, entry: Entry): void {
  const settings = ctx.plan.queues.get(entry.queue);
  if (settings === undefined) return;
  const { fit, untilMs } = fitOf(settings, entry, ctx.atMs);
  const lane = laneOf(fit);
  entry.fit = fit;
  entry.fitUntilMs = untilMs;
  if (lane === (entry.lane ?? "")) return;
  const lanes = lanesOf(state, entry.queue);
  leaveLane(state, lanes, entry);
  entry.lane = lane;
  joinLane(state, lanes, entry);
}

/** The first caller of the queue for whom nobody is rung, who passes the test, and whom this agent may be rung for. */
export function firstFor(
  state: QueuesState,
  ctx: QueueContext,
  queue: QueueId,
  agent: AgentId,
  passes: (entry: Entry) => boolean,
): Entry | undefined {
  const byRule = ctx.plan.queues.get(queue)?.strategy === "rule";
  let best: Entry | undefined;
  for (const lane of Object.values(lanesOf(state, queue))) {
    const head = state.entries[lane[0]!];
    if (head === undefined || fitObstacle(ctx, agent, head)) continue;
    let asked = 0;
    for (const call of lane) {
      const entry = state.entries[call]!;
      if (best && compareEntries(best, entry) < 0) break;
      if (entry.offer) continue;
      if (byRule && ++asked > mostAskedByRule) break;
      if (!passes(entry) || obstacle(state, ctx, agent, entry)) continue;
      best = entry;
      break;
    }
  }
  return best;
}

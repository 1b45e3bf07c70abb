import type { AttemptOutcome } from "../../../contract/callback.ts";
import type { EndReason } from "../../../contract/end-reason.ts";
import type { CallRecord } from "../../../contract/records.ts";
import { type Scene, tell } from "../scene.ts";

/** However the call ends, the queue hears how the attempt went; once. */
export function attemptOver(scene: Scene, why: EndReason, by: CallRecord["endedBy"]): void {
  if (scene.call.callback && !scene.call.callback.outcome) report(scene, outcomeOf(why, by));
}

/** The agent had a call that never was one: nothing to write up. */
export const isUnserved = ({ call }: Scene): boolean => call.callback !== undefined && call.callback.outcome !== "answered";

function outcomeOf(why: EndReason, by: CallRecord["endedBy"]): AttemptOutcome {
  if (why === "shutdown" || why === "cut-off") return "cut-off";
  if (by === "agent") return "agent-gone";
  if (why === "busy" || why === "rejected") return "busy";
  return why === "no-answer" || why === "abandoned" || why === "hangup" ? "no-answer" : "failed";
}

export function report(scene: Scene, outcome: AttemptOutcome): void {
  const { call } = scene;
  if (!call.callback) return;
  call.callback.outcome = outcome;
  tell(scene, { on: "queue.attemptEnded", callback: call.callback.id, call: call.record.id, outcome });
}

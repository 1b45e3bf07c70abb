import type { FaultCode } from "../contract/faults.ts";
import { agentLive } from "../core/agents/agent-live.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { knownOf } from "../core/box/known.ts";
import type { WaitingAct } from "../core/box/waiting-acts.ts";
import { isOpen } from "../core/calendar/opening.ts";
import { callbackFor, callbackOf, termsOf } from "../core/queues/callback/callback.ts";
import { membersAt } from "../core/queues/queue-plan.ts";
import { entryOf } from "../core/queues/queues-state.ts";
import { switchOf } from "../core/queues/switches.ts";

/** Whether what a supervisor wants can be done now; the timeline then does it. */
export function waitingFault(box: BoxState, event: WaitingAct, nowMs: number): FaultCode | undefined {
  switch (event.on) {
    case "desk.moveWaiting":
      return moveFault(box, event, nowMs);
    case "desk.queueSwitch":
      if (!box.settings.queues.some((q) => q.id === event.queue)) return "not-found";
      return event.closed && (event.untilMs ?? nowMs + 1) <= nowMs ? "bad-request" : undefined;
    case "desk.callback":
      return callbackFault(box, event, nowMs);
  }
}

function moveFault(
  box: BoxState,
  { call, to }: Extract<WaitingAct, { on: "desk.moveWaiting" }>,
  nowMs: number,
): FaultCode | undefined {
  const entry = entryOf(box.queues, call);
  if (!entry) return "no-longer-waiting";
  if ("queue" in to) {
    if (!box.settings.queues.some((q) => q.id === to.queue)) return "not-found";
    return switchOf(box.queues, to.queue, nowMs) ? "queue-closed" : undefined;
  }
  if (!("agent" in to)) return undefined;
  const { plan } = knownOf(box.settings);
  // A guest belongs to it on his announced days alone (A26).
  if (!membersAt(plan, entry.queue, nowMs).some((m) => m.agent === to.agent)) return "not-a-member";
  const state = agentLive(box.agents, to.agent)?.state ?? "logged-out";
  return state === "logged-out" || state === "not-ready" ? "agent-state" : undefined;
}

function callbackFault(
  box: BoxState,
  { callback: id, act }: Extract<WaitingAct, { on: "desk.callback" }>,
  nowMs: number,
): FaultCode | undefined {
  const callback = callbackOf(box.queues, id);
  if (!callback) return "callback-over";
  const { row } = callback;
  if (act.act === "number") {
    if (row.state === "dialling") return "callback-dialling";
    return callbackFor(box.queues, act.number) ? "callback-twice" : undefined;
  }
  if (act.act !== "now") return undefined;
  const { plan } = knownOf(box.settings);
  const hours = plan.calendars.get(termsOf(plan, row.queue).hours ?? "");
  return hours && !isOpen(hours, nowMs).open ? "outside-hours" : undefined;
}

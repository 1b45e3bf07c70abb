import type { DeskEvent } from "../contract/effects.ts";
import { type FaultCode, faults } from "../contract/faults.ts";
import { type HandEvent, isHandEvent } from "../contract/hand.ts";
import { agentLive } from "../core/agents/agent-live.ts";
import { cellOf } from "../core/agents/step.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { callContext } from "../core/box/call-context.ts";
import type { WaitingAct } from "../core/box/waiting-acts.ts";
import { heldFrom, heldWords } from "../core/calls/hand/held-by.ts";
import { handObstacle } from "../core/calls/hand/obstacle.ts";
import type { Refused } from "../edge/http/http-fault.ts";
import type { AgentId, CallId } from "../kit/ids.ts";
import type { BoxProgram } from "./box-program.ts";
import { recordPauseRefused } from "./record-pause-refused.ts";
import { waitingFault } from "./waiting-desk.ts";

const agentEventOf = {
  "desk.login": "agent.login",
  "desk.logout": "agent.logout",
  "desk.ready": "agent.ready",
  "desk.notReady": "agent.notReady",
  "desk.wrapUpDone": "agent.wrapUpDone",
  "desk.extendWrapUp": "agent.wrapUpExtended",
  "desk.force": "agent.forced",
} as const;

/** The state says beforehand whether the act is possible; the timeline then does it. */
export function deskActs(
  { timeline, clock }: Pick<BoxProgram, "timeline" | "clock">,
  event: DeskEvent,
): "ok" | FaultCode | Refused {
  const obstacle = obstacleTo(timeline.state, event, clock.nowMs());
  if (obstacle === "call-taken" && isHandEvent(event)) return taken(timeline, event, clock.nowMs());
  if (obstacle) return obstacle;
  return timeline.hear(event) ? "ok" : "busy";
}

/** It is heard all the same: the call's journey says that somebody wanted it, and who had it. */
function taken(timeline: BoxProgram["timeline"], event: HandEvent, nowMs: number): FaultCode | Refused {
  const holder = heldFrom(timeline.state.calls, event, callContext(timeline.state, nowMs));
  timeline.hear(event);
  if (!holder) return "call-taken";
  const { hintEn: en, hintZh: zh } = faults["call-taken"];
  return {
    fault: "call-taken",
    problems: [{ path: "/watcher", severity: "error", reason: heldWords(holder), hint: { en, zh } }],
  };
}

function obstacleTo(box: BoxState, event: DeskEvent, nowMs: number): FaultCode | undefined {
  if (isHandEvent(event)) return handObstacle(box.calls, event, callContext(box, nowMs));
  switch (event.on) {
    case "desk.hangup":
      return box.calls.calls[event.call as CallId] ? undefined : "not-found";
    case "desk.moveWaiting":
    case "desk.queueSwitch":
    case "desk.callback":
      return waitingFault(box, event, nowMs);
    default:
      return ofAgent(box, event);
  }
}

function ofAgent(
  box: BoxState,
  event: Exclude<DeskEvent, HandEvent | WaitingAct | { on: "desk.hangup" }>,
): FaultCode | undefined {
  const agent = event.agent as AgentId;
  if (!box.settings.agents.some((a) => a.id === agent)) return "not-found";
  if (event.on === "desk.recordPause" || event.on === "desk.recordResume") return recordPauseRefused(box, agent, event.on);
  const live = agentLive(box.agents, agent);
  if (event.on === "desk.force" && event.to === "ready" && live?.phoneUp === false) return "agent-state";
  const state = live?.state ?? "logged-out";
  return "refused" in cellOf(state, agentEventOf[event.on]) ? "agent-state" : undefined;
}

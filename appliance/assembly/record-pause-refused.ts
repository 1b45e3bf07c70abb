import type { FaultCode } from "../contract/faults.ts";
import type { BoxState } from "../core/box/box-state.ts";
import type { AgentId } from "../kit/ids.ts";

/** Why an agent can't pause the recording of his call, or let it go on; undefined when he can. */
export function recordPauseRefused(
  box: BoxState,
  agent: AgentId,
  act: "desk.recordPause" | "desk.recordResume",
): FaultCode | undefined {
  const call = Object.values(box.calls.calls).find(
    ({ talk, legs }) => talk && legs.some((leg) => leg.agent === agent && (leg.id === talk.leg || leg === legs[0])),
  );
  if (!call?.recordings.some((row) => row.state === "recording")) return "not-recording";
  const paused = call.hush?.includes("person") ?? false;
  return paused === (act === "desk.recordPause") ? "not-recording" : undefined;
}

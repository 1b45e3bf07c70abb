import { agentTalks } from "../agent-ties.ts";
import { type CallLeg, callerLeg, legOf } from "../call.ts";
import { startRecording, stopRecording } from "../recording.ts";
import type { Scene } from "../scene.ts";
import { connect, settle } from "../talking.ts";

/**
 * The call is about somebody else from now on: its first party leaves and those who remain go on (an agent who called out hands the customer on).
 * The recording follows: it has always what the first party says on the left, and on the right what he hears.
 */
export function promote(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const old = callerLeg(call);
  if (old === leg) return;
  old.role = "callee";
  leg.role = "caller";
  delete old.outward;
  call.legs = [leg, ...call.legs.filter((l) => l !== leg)];
  // An ACK that comes late is no first one.
  call.confirmed = true;
  const running = call.recordings.filter((r) => r.kind === "call" && r.state === "recording");
  if (running.length === 0 || leg.sound !== "open") return;
  for (const { id } of running) stopRecording(scene, id);
  startRecording(scene, leg, "call");
}

/** `successor` takes the place of `leaver` in the conversation; the leaver's leg is the asker's to end. */
export function succeed(scene: Scene, leaver: CallLeg, successor: CallLeg): void {
  const { call } = scene;
  const talk = call.talk && legOf(call, call.talk.leg);
  if (call.consult?.by === leaver.id) call.consult.by = successor.id;
  if (call.also?.includes(successor.id)) leaveOthers(scene, successor);
  if (leaver === callerLeg(call) && talk) {
    promote(scene, talk === successor ? successor : talk);
    connect(scene, successor);
  } else if (talk === leaver) connect(scene, successor);
  else {
    call.also = (call.also ?? []).map((id) => (id === leaver.id ? successor.id : id));
    agentTalks(scene, successor);
    settle(scene);
  }
}

/** No longer one of the further talkers. */
export function leaveOthers(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const rest = (call.also ?? []).filter((id) => id !== leg.id);
  if (rest.length > 0) call.also = rest;
  else delete call.also;
}

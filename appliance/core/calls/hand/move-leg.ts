import { agentRingsOn, agentTalks } from "../agent-ties.ts";
import type { CallLeg } from "../call.ts";
import { endCall } from "../ending.ts";
import { forwardsOn } from "../forwarding.ts";
import { note, type Scene, tell } from "../scene.ts";
import { stopBeside, stopPlay } from "../sound.ts";

/**
 * A leg that is up goes over into another call. Its own call is over by that, and its row names the one it goes on in.
 * The caller of this gives the leg its place in the other call.
 */
export function moveLeg(from: Scene, leg: CallLeg, to: Scene): void {
  if (from.call.play?.leg === leg.id) stopPlay(from);
  if (from.call.beside?.leg === leg.id) stopBeside(from);
  carryOver(from, leg, to);
  leg.role = "callee";
  delete leg.watch;
  delete leg.outward;
  if (leg.agent && leg.tied === "talking") {
    // He talks on the new call before the old one ends for him: no moment in between in which he is free.
    delete leg.tied;
    agentTalks(to, leg);
    tell(from, { on: "agent.talkEnded", agent: leg.agent, call: from.call.record.id });
  }
  goesOnIn(from, to);
}

/** A leg that rings goes over with what hangs on it: the lines that are still to be tried, and where its phone forwards to. */
export function moveRinging(from: Scene, leg: CallLeg, to: Scene): void {
  const { outgoing, forward, sentOn } = from.call;
  carryOver(from, leg, to);
  if (outgoing?.leg === leg.id) to.call.outgoing = outgoing;
  if (sentOn) to.call.sentOn = sentOn;
  if (forward?.leg === leg.id) forwardsOn(to, forward);
  agentRingsOn(to, leg, from.call.record.id);
  goesOnIn(from, to);
}

function carryOver(from: Scene, leg: CallLeg, to: Scene): void {
  const row = from.call.record.legs.find((l) => l.leg === leg.id);
  from.call.legs = from.call.legs.filter((l) => l !== leg);
  to.call.legs.push(leg);
  to.call.record.legs.push(row ? { ...row } : { leg: leg.id, who: leg.number });
}

function goesOnIn(from: Scene, to: Scene): void {
  const { id } = to.call.record;
  from.call.record.goesOnIn = id;
  note(from, "line", { en: `Goes on in call ${id}`, zh: `转入通话 ${id}` }, { goesOnIn: id });
  endCall(from, "transferred", "box");
}

/** The same event, worked on another call. */
export const sceneOf = (scene: Scene, call: Scene["call"]): Scene => ({ ...scene, call });

import type { MediaDescription } from "../../contract/media.ts";
import { agentHolds, agentTalks } from "./agent-ties.ts";
import { type CallLeg, callerLeg } from "./call.ts";
import { closeTalk } from "./ending.ts";
import { isHolding, join, talkers, together } from "./mix.ts";
import { followPolicy } from "./recording.ts";
import { keep, note, type Scene, setPhase } from "./scene.ts";
import { play, stopPlay, updateSound } from "./sound.ts";
import { musicOf, who } from "./who.ts";

/** The caller talks with this leg from now on, whoever it was before. */
export function connect(scene: Scene, leg: CallLeg): void {
  const { call, ctx } = scene;
  const { record } = call;
  stopPlay(scene);
  closeTalk(scene);
  delete call.early;
  call.talk = { leg: leg.id, sinceMs: ctx.atMs, heldMs: 0 };
  record.connectedAtMs ??= ctx.atMs;
  record.answeredAtMs ??= ctx.atMs;
  const agent = leg.agent ?? callerLeg(call).agent;
  if (agent) record.agent = agent;
  followPolicy(scene, "talk");
  delete call.at;
  agentTalks(scene, leg);
  setPhase(scene, "talking");
  keep(scene);
  // One of them may have put the other on hold before there was anybody to talk to.
  settle(scene);
}

/** The far side of `leg` offers new media: hold, resume, or another codec. */
export function offered(scene: Scene, leg: CallLeg, remote: MediaDescription | undefined): void {
  if (leg.state !== "up") return;
  if (leg.sound !== "open" || !leg.local) {
    scene.out.push({ do: "line.refuse", leg: leg.id, why: "no-media" });
    return;
  }
  if (remote) {
    updateSound(scene, leg, remote, "accept");
    heldByFarSide(scene, leg, remote);
    return;
  }
  // RFC 3261 14.2: asked for our offer. RFC 3264 8: whoever was on hold gets the whole session offered, or he could never come back.
  const { local } = leg;
  if (local.direction !== "sendrecv") leg.local = { ...local, direction: "sendrecv", sessionVersion: local.sessionVersion + 1 };
  scene.out.push({ do: "line.accept", leg: leg.id, local: leg.local! });
}

/** RFC 3264 8.4: who only sends, or neither sends nor listens, holds the other. */
export function heldByFarSide(scene: Scene, leg: CallLeg, remote: MediaDescription): void {
  const held = remote.direction === "sendonly" || remote.direction === "inactive";
  if (leg.onHold === held) return;
  leg.onHold = held;
  holdChanged(scene, leg);
}

/** Somebody holds or resumes at the console; his phone knows nothing of it. */
export function heldAtDesk(scene: Scene, leg: CallLeg, holds: boolean): void {
  if ((leg.holds ?? false) === holds) return;
  leg.holds = holds;
  holdChanged(scene, leg);
}

function holdChanged(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const asked = call.consult?.leg === leg.id;
  if (!asked && !talkers(call).includes(leg)) return;
  const held = isHolding(leg);
  const name = who(scene, leg);
  const words = held
    ? { en: `${name} put the call on hold`, zh: `${name} 保持通话` }
    : { en: `${name} resumed the call`, zh: `${name} 恢复通话` };
  note(scene, leg.agent ? "agent" : "line", words);
  agentHolds(scene, leg, held);
  settle(scene);
}

/** After every change of who takes part: joins them anew; who is left alone hears music, and the time of waiting is counted. */
export function settle(scene: Scene): void {
  const { call, ctx } = scene;
  const { talk } = call;
  if (talk) {
    const here = together(call);
    const alone = here.length === 1 ? here[0] : undefined;
    if (call.play && call.play.leg !== alone?.id) stopPlay(scene);
    join(scene);
    if (alone && !call.play) play(scene, { purpose: "music", items: musicOf(scene), bargeIn: false, repeat: true, leg: alone });
    const waits = here.length < 2 || !here.includes(callerLeg(call));
    if (waits && talk.heldSinceMs === undefined) {
      talk.heldSinceMs = ctx.atMs;
      setPhase(scene, "hold");
    } else if (!waits && talk.heldSinceMs !== undefined) {
      talk.heldMs += ctx.atMs - talk.heldSinceMs;
      delete talk.heldSinceMs;
      setPhase(scene, "talking");
    }
  } else join(scene);
  scene.out.push({ do: "push", topic: "calls", id: call.record.id });
}

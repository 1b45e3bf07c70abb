import type { MediaDescription } from "../../contract/media.ts";
import type { Sentence } from "../../contract/records.ts";
import { agentHolds, agentTalks } from "./agent-ties.ts";
import { type CallLeg, callerLeg, legOf } from "./call.ts";
import { followPolicy } from "./recording.ts";
import { keep, note, type Scene, setPhase } from "./scene.ts";
import { bridge, play, stopPlay, updateSound } from "./sound.ts";

/** Two people can talk: the caller and this leg. */
export function connect(scene: Scene, leg: CallLeg): void {
  const { call, ctx } = scene;
  const { record } = call;
  stopPlay(scene);
  bridge(scene, callerLeg(call), leg);
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
  settleHold(scene);
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

/** An agent holds or resumes at the console; his phone knows nothing of it. */
export function parkedByAgent(scene: Scene, leg: CallLeg, parked: boolean): void {
  if (leg.parked === parked) return;
  leg.parked = parked;
  holdChanged(scene, leg);
}

const holds = (leg: CallLeg): boolean => leg.onHold || leg.parked;

function holdChanged(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const { talk } = call;
  if (!talk || (leg.role !== "caller" && leg.id !== talk.leg)) return;
  const held = holds(leg);
  const name = who(scene, leg);
  const words = held
    ? { en: `${name} put the call on hold`, zh: `${name} 保持通话` }
    : { en: `${name} resumed the call`, zh: `${name} 恢复通话` };
  note(scene, leg.agent ? "agent" : "line", words);
  agentHolds(scene, leg, held);
  settleHold(scene);
}

/** While one side holds, the other hears music; while both do, nobody hears anything. */
function settleHold(scene: Scene): void {
  const { call, ctx } = scene;
  const { talk } = call;
  const caller = callerLeg(call);
  const other = talk && legOf(call, talk.leg);
  if (!talk || !other) return;
  const held = holds(caller) || holds(other);
  const listener = holds(caller) === holds(other) ? undefined : holds(caller) ? other : caller;
  if (call.play && call.play.leg !== listener?.id) stopPlay(scene);
  if (held) {
    if (talk.heldSinceMs === undefined) {
      scene.out.push({ do: "media.unbridge", leg: caller.id });
      talk.heldSinceMs = ctx.atMs;
      setPhase(scene, "hold");
    }
    if (listener && !call.play)
      play(scene, { purpose: "music", items: musicOf(scene), bargeIn: false, repeat: true, leg: listener });
  } else if (talk.heldSinceMs !== undefined) {
    bridge(scene, caller, other);
    talk.heldMs += ctx.atMs - talk.heldSinceMs;
    delete talk.heldSinceMs;
    setPhase(scene, "talking");
  }
}

/** Who a leg is, for sentences. */
export const who = (scene: Scene, leg: CallLeg): string => (leg.agent ? scene.ctx.agentName(leg.agent) : leg.number);

/** A sentence about somebody. */
export const about = (scene: Scene, leg: CallLeg, en: string, zh: string): Sentence => ({
  en: `${who(scene, leg)} ${en}`,
  zh: `${who(scene, leg)} ${zh}`,
});

export function musicOf(scene: Scene, prompt?: string): { kind: "prompt"; prompt: string; language: "zh" | "en" }[] {
  const { site } = scene.ctx.settings;
  return [{ kind: "prompt", prompt: prompt ?? site.music ?? "music", language: scene.call.record.language }];
}

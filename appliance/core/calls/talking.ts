import type { MediaDescription } from "../../contract/media.ts";
import { type CallLeg, callerLeg } from "./call.ts";
import { keep, media, note, play, type Scene, setPhase, stopPlay } from "./scene.ts";

/** Two people can talk: the caller and this leg. */
export function connect(scene: Scene, leg: CallLeg): void {
  const { call, ctx } = scene;
  stopPlay(scene);
  media(scene, { do: "media.bridge", legs: [callerLeg(call).id, leg.id] });
  call.talk = { leg: leg.id, sinceMs: ctx.atMs, heldMs: 0 };
  call.record.connectedAtMs ??= ctx.atMs;
  call.record.answeredAtMs ??= ctx.atMs;
  if (leg.agent) call.record.agent = leg.agent;
  if (call.record.queuedAtMs !== undefined && call.record.waitMs === undefined) call.record.waitMs = ctx.atMs - call.record.queuedAtMs;
  delete call.at;
  setPhase(scene, "talking");
  keep(scene);
}

/** The far side of `leg` offers new media: hold, resume, or another codec. */
export function offered(scene: Scene, leg: CallLeg, remote: MediaDescription | undefined): void {
  leg.opening = "accept";
  if (remote) {
    media(scene, { do: "media.update", leg: leg.id, remote, role: "offer" });
    holdBy(scene, leg, remote.direction === "sendonly" || remote.direction === "inactive");
  } else if (leg.local) {
    // RFC 3261 14.2: asked for our offer; what stands is offered again.
    delete leg.opening;
    scene.out.push({ do: "line.accept", leg: leg.id, local: leg.local });
  }
}

/** One side holds: the other hears music until it comes back. */
function holdBy(scene: Scene, leg: CallLeg, held: boolean): void {
  const { call, ctx, out } = scene;
  if (leg.onHold === held) return;
  leg.onHold = held;
  const { talk } = call;
  if (!talk) return;
  const other = leg.role === "caller" ? call.legs.find((l) => l.id === talk.leg) : callerLeg(call);
  if (!other || other.state !== "up") return;
  if (held) {
    media(scene, { do: "media.unbridge", leg: leg.id });
    play(scene, { purpose: "music", items: musicOf(scene), bargeIn: false, repeat: true, leg: other.id });
    talk.heldSinceMs ??= ctx.atMs;
    setPhase(scene, "hold");
    note(scene, "agent", `${who(scene, leg)} put the call on hold`, `${who(scene, leg)} 保持通话`);
    if (leg.agent) out.push({ tell: "agents", event: { on: "agent.held", agent: leg.agent, call: call.record.id } });
  } else {
    stopPlay(scene);
    media(scene, { do: "media.bridge", legs: [callerLeg(call).id, talk.leg] });
    if (talk.heldSinceMs !== undefined) talk.heldMs += ctx.atMs - talk.heldSinceMs;
    delete talk.heldSinceMs;
    setPhase(scene, "talking");
    note(scene, "agent", `${who(scene, leg)} resumed the call`, `${who(scene, leg)} 恢复通话`);
    if (leg.agent) out.push({ tell: "agents", event: { on: "agent.resumed", agent: leg.agent, call: call.record.id } });
  }
}

export const who = (scene: Scene, leg: CallLeg): string => (leg.agent ? scene.ctx.agentName(leg.agent) : leg.number);

export function musicOf(scene: Scene, prompt?: string): { kind: "prompt"; prompt: string; language: "zh" | "en" }[] {
  return [{ kind: "prompt", prompt: prompt ?? scene.ctx.settings.site.music ?? "music", language: scene.call.record.language }];
}


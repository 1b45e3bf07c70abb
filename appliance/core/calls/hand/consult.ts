import type { HandTarget } from "../../../contract/hand.ts";
import { agentTalks } from "../agent-ties.ts";
import { type CallLeg, legOf } from "../call.ts";
import { closeLeg } from "../ending.ts";
import { note, type Scene } from "../scene.ts";
import { playBeside, stopBeside } from "../sound.ts";
import { settle } from "../talking.ts";
import { about, who } from "../who.ts";
import { handOver } from "./handover.ts";
import { asTarget, reachOf, targetWords } from "./reach.ts";
import { ring } from "./ring.ts";
import { succeed } from "./succession.ts";

const longestRingMs = 60_000;

/** One of the talk asks somebody else; the others wait with music. */
export function consult(scene: Scene, by: CallLeg, to: HandTarget): void {
  const { call, ctx } = scene;
  const reach = reachOf(ctx, to);
  if (reach?.kind !== "phone" && reach?.kind !== "outside") return;
  const words = targetWords(ctx, to);
  note(scene, "agent", about(scene, by, `asks ${words.en}`, `咨询${words.zh}`), to);
  const leg = ring(scene, reach, by);
  if (!leg) return;
  leg.presents = { number: by.number, name: who(scene, by) };
  call.consult = { by: by.id, leg: leg.id };
  settle(scene);
  const items = [{ kind: "tone" as const, tone: "ring-back" as const, forMs: longestRingMs }];
  playBeside(scene, { purpose: "ring-back", items, repeat: true, leg: by });
}

export function consultAnswered(scene: Scene, leg: CallLeg): void {
  note(scene, leg.agent ? "agent" : "line", about(scene, leg, "answered", "应答"));
  stopBeside(scene);
  agentTalks(scene, leg);
  settle(scene);
}

/** Whoever was asked is gone or did not come: who asked is back with the caller. */
export function consultOver(scene: Scene): void {
  const { call } = scene;
  if (call.beside) stopBeside(scene);
  delete call.consult;
  settle(scene);
}

export function cancelConsult(scene: Scene): void {
  const { call } = scene;
  const leg = call.consult && legOf(call, call.consult.leg);
  if (leg) closeLeg(scene, leg, "hangup");
  consultOver(scene);
}

/** Who asked is out: by his own wish, or because he hung up. While the other one rings, the caller is handed on blind. */
export function completeConsult(scene: Scene, by: CallLeg): void {
  const { call } = scene;
  const asked = call.consult && legOf(call, call.consult.leg);
  if (!asked) return;
  if (asked.state !== "up") {
    handOver(scene, by, asTarget(asked), { stays: false, ringing: asked });
    return;
  }
  note(scene, "agent", about(scene, by, `hands the call on to ${who(scene, asked)}`, `转接给 ${who(scene, asked)}`));
  if (call.beside) stopBeside(scene);
  delete call.consult;
  succeed(scene, by, asked);
  closeLeg(scene, by, "transferred");
}

/** Caller, agent and the one he asked talk together. */
export function confer(scene: Scene, by: CallLeg): void {
  const { call } = scene;
  const asked = call.consult && legOf(call, call.consult.leg);
  if (asked?.state !== "up") return;
  note(scene, "agent", about(scene, by, `begins a conference with ${who(scene, asked)}`, `与 ${who(scene, asked)} 开始三方通话`));
  delete call.consult;
  call.also = [...(call.also ?? []), asked.id];
  settle(scene);
}

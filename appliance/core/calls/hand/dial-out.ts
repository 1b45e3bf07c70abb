import type { HandEvent } from "../../../contract/hand.ts";
import type { AgentId, LegId } from "../../../kit/ids.ts";
import { planOfPhone } from "../../lines/plan-of-phone.ts";
import { agentRings, agentTalks } from "../agent-ties.ts";
import { type CallLeg, type CallsState, callOf } from "../call.ts";
import { endCall } from "../ending.ts";
import { newCall } from "../new-call.ts";
import { newLeg } from "../new-leg.ts";
import type { Scene } from "../scene.ts";
import { type CallContext, type CallOut, note, setTimer } from "../scene.ts";
import { openSound, play } from "../sound.ts";
import { meantFor, notTaken } from "../unanswered.ts";
import { phoneOf } from "./reach.ts";
import { ring } from "./ring.ts";

type Dial = Extract<HandEvent, { on: "desk.dial" }>;

/** Click-to-dial: the agent's own phone first, then the far side. */
export function dialOut(state: CallsState, { agent, to, call: id }: Dial, ctx: CallContext, out: CallOut[]): void {
  const phone = phoneOf(ctx, agent as AgentId);
  if (!phone || callOf(state, id)) return;
  const leg = newLeg({
    id: `${id}/1` as LegId,
    role: "caller",
    party: { kind: "phone", phone },
    number: phone,
    agent: agent as AgentId,
    outward: true,
    ring: "auto-answer",
    presents: { number: to },
  });
  const direction = planOfPhone(ctx.settings, to).kind === "outside" ? "out" : "internal";
  const known = { id, direction, line: phone, caller: phone, called: to } as const;
  const scene = newCall(state, known, { leg, who: ctx.agentName(agent as AgentId) }, ctx, out);
  scene.call.dials = to;
  note(scene, "agent", {
    en: `${ctx.agentName(agent as AgentId)} calls ${to} from the console`,
    zh: `${ctx.agentName(agent as AgentId)} 在控制台拨打 ${to}`,
  });
  openSound(scene, leg, "dial");
  agentRings(scene, leg);
  setTimer(scene, "max", ctx.settings.sip.maxCallSec * 1000);
}

/** His own phone is up: now the far side. */
export function dialFar(scene: Scene, leg: CallLeg): void {
  const { call, ctx } = scene;
  call.confirmed = true;
  agentTalks(scene, leg);
  const plan = planOfPhone(ctx.settings, call.dials ?? "");
  if (plan.kind === "flow") {
    call.startFlow = plan.flow;
    return;
  }
  call.direct = true;
  if (plan.kind === "phone") meantFor(scene, plan.phone);
  const far = plan.kind === "phone" || plan.kind === "outside" ? ring(scene, plan, leg) : undefined;
  if (!far) {
    if (plan.kind === "phone") notTaken(scene, "busy");
    else endCall(scene, plan.kind === "outside" ? "line-failed" : "not-found", "box");
    return;
  }
  play(scene, {
    purpose: "ring-back",
    items: [{ kind: "tone", tone: "ring-back", forMs: 60_000 }],
    bargeIn: false,
    repeat: true,
  });
}

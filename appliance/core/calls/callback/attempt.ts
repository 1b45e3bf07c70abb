import type { CallRecord } from "../../../contract/records.ts";
import type { AgentId, LegId, LineId } from "../../../kit/ids.ts";
import type { QueueEffect } from "../../queues/queue-effect.ts";
import { agentTalks } from "../agent-ties.ts";
import { type CallLeg, type CallsState, callerLeg, callOf, legOf } from "../call.ts";
import { endCall } from "../ending.ts";
import { newCall } from "../new-call.ts";
import { newLeg } from "../new-leg.ts";
import { forgetOffer, offeredLeg } from "../offering.ts";
import { wayTo } from "../outgoing/way-to.ts";
import { followPolicy } from "../recording.ts";
import { type CallContext, type CallOut, clearTimer, keep, note, type Scene, setPhase, setTimer } from "../scene.ts";
import { openSound, play, stopPlay } from "../sound.ts";
import { connect } from "../talking.ts";
import { about } from "../who.ts";
import { report } from "./outcome.ts";

type Offer = Extract<QueueEffect, { do: "queue.offer" }>;
type Left = Extract<QueueEffect, { do: "queue.left" }>;

const usualRingMs = 40_000;

/** It is the turn of somebody who has hung up: a call of ours begins with the agent, the customer's leg is dialled when he has answered. */
export function beginAttempt(state: CallsState, word: Offer, ctx: CallContext, out: CallOut[]): void {
  const { callback, call: id, queue } = word;
  if (!callback || callOf(state, id)) return;
  const { row, from } = callback;
  const leg = newLeg({
    id: `${id}/1` as LegId,
    role: "caller",
    party: { kind: "line", line: "" as LineId },
    number: row.number,
    outward: true,
    presents: { number: from.called },
  });
  const known = { id, direction: "out", line: "", caller: from.called, called: row.number } as const;
  const scene = newCall(state, known, { leg, who: row.number }, ctx, out);
  const { call } = scene;
  const attempt = row.attempts.length + 1;
  call.callback = { id: row.id, number: row.number, attempt, placedAtMs: row.placedAtMs };
  Object.assign(call.record, {
    callback: row.id,
    language: row.language,
    fields: from.fields.map((field) => ({ ...field })),
    queue,
    queuedAtMs: row.placedAtMs,
    ...(row.name ? { callerName: row.name } : {}),
  } satisfies Partial<CallRecord>);
  call.queue = { id: queue, enteredAtMs: ctx.atMs };
  const words = {
    en: `Callback to ${row.number}, attempt ${attempt}: his place in "${queue}" is due`,
    zh: `回电 ${row.number}，第 ${attempt} 次：队列“${queue}”轮到该客户`,
  };
  note(scene, "queue", words, { callback: row.id, asked: row.call });
  keep(scene);
}

/** He no longer stands in the line: because an agent has answered, or because he is not to be called now. */
export function attemptLeft(scene: Scene, { why, agent }: Left): void {
  const { call } = scene;
  delete call.queue;
  if (call.ending) return;
  if (why !== "answered" || !agent) {
    endCall(scene, "callback", "box");
    return;
  }
  const leg = offeredLeg(scene, agent);
  if (leg?.state !== "up") {
    endCall(scene, "hangup", "agent");
    return;
  }
  forgetOffer(scene, leg);
  dialCustomer(scene, leg, agent);
}

/** One agent is bound from here on, and hears how it goes. */
function dialCustomer(scene: Scene, agentLeg: CallLeg, agent: AgentId): void {
  const { call, ctx } = scene;
  const customer = callerLeg(call);
  if (!call.callback) return;
  call.callback.agentLeg = agentLeg.id;
  call.record.agent = agent;
  note(scene, "agent", about(scene, agentLeg, `answers; ${customer.number} is called`, `应答，正在呼叫 ${customer.number}`));
  agentTalks(scene, agentLeg);
  setPhase(scene, "ringing");
  const way = wayTo(scene.state, ctx, call.callback.number);
  if ("why" in way) {
    note(scene, "fault", way.words);
    endCall(scene, way.why, "box");
    return;
  }
  Object.assign(customer, way);
  call.record.line = way.party.kind === "line" ? way.party.line : way.party.phone;
  const ringMs = ctx.settings.queues.find((q) => q.id === call.record.queue)?.callback?.ringMs ?? usualRingMs;
  const items = [{ kind: "tone" as const, tone: "ring-back" as const, forMs: ringMs }];
  play(scene, { purpose: "ring-back", items, bargeIn: false, repeat: true, leg: agentLeg });
  setTimer(scene, "callback-ring", ringMs);
  setTimer(scene, "max", ctx.settings.sip.maxCallSec * 1000);
  openSound(scene, customer, "dial");
  keep(scene);
}

/** Rang long enough without an answer. */
export function attemptTimeUp(scene: Scene): void {
  if (!scene.call.talk) endCall(scene, "no-answer", "box");
}

/** The customer is there: the two talk, as if he had waited on the line. */
export function customerAnswered(scene: Scene, customer: CallLeg): void {
  const { call, ctx } = scene;
  const { callback } = call;
  const agentLeg = callback?.agentLeg && legOf(call, callback.agentLeg);
  if (!callback || !agentLeg || agentLeg.state !== "up") {
    endCall(scene, "hangup", "agent");
    return;
  }
  clearTimer(scene, "callback-ring");
  stopPlay(scene);
  call.confirmed = true;
  call.record.waitMs = ctx.atMs - callback.placedAtMs;
  note(scene, "line", about(scene, customer, "answered", "应答"));
  report(scene, "answered");
  connect(scene, agentLeg);
  followPolicy(scene, "talk");
}

/** The agent gave up before the customer answered. True: that was it. */
export function agentLeftAttempt(scene: Scene, leg: CallLeg): boolean {
  const { call } = scene;
  if (call.callback?.agentLeg !== leg.id || call.talk || call.callback.outcome) return false;
  endCall(scene, "hangup", "agent");
  return true;
}

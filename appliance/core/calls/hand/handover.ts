import { type EndReason, endReasons } from "../../../contract/end-reason.ts";
import { type HandTarget, handDefaults } from "../../../contract/hand.ts";
import type { QueueId } from "../../../kit/ids.ts";
import { type CallLeg, callerLeg, type HandedBy, legOf } from "../call.ts";
import { callDirectly } from "../direct.ts";
import { closeLeg, closeTalk, endCall } from "../ending.ts";
import { beginFlow, flowReturns } from "../flow-run.ts";
import { queueAgain } from "../queue-up.ts";
import { clearTimer, note, type Scene, setPhase, setTimer } from "../scene.ts";
import { play, stopBeside, stopPlay } from "../sound.ts";
import { connect, settle } from "../talking.ts";
import { who } from "../who.ts";
import { reachOf, targetWords } from "./reach.ts";
import { ring } from "./ring.ts";
import { promote } from "./succession.ts";
import { endWatching } from "./watch-end.ts";

/**
 * A caller is handed on blind. A transfer must reach someone (B21): whom he was meant for, else who handed him on,
 * else the queue he came from, in his old place.
 */
export function handOver(scene: Scene, by: CallLeg, to: HandTarget, how: { stays: boolean; ringing?: CallLeg }): void {
  const { call } = scene;
  const words = targetWords(scene.ctx, to);
  note(
    scene,
    "agent",
    { en: `${who(scene, by)} hands the call on to ${words.en}`, zh: `${who(scene, by)} 转接到${words.zh}` },
    to,
  );
  const from = handedBy(scene, by);
  leaveTalk(scene, by);
  call.handover = { from, stage: "target", to, ...(how.stays ? { asked: by.id } : {}) };
  if (!how.stays) closeLeg(scene, by, "transferred");
  if (how.ringing) {
    call.handover.leg = how.ringing.id;
    ringsFor(scene);
  } else goTo(scene, to);
}

export function handedBy({ call }: Scene, by: CallLeg): HandedBy {
  const { queue, queuedAtMs } = call.record;
  return {
    party: by.party,
    number: by.number,
    ...(by.agent ? { agent: by.agent } : {}),
    ...(queue === undefined ? {} : { queue }),
    ...(queuedAtMs === undefined ? {} : { placedAtMs: queuedAtMs }),
  };
}

/** One of two who talk steps out and leaves the other to the box; who watched has nothing more to watch. */
export function leaveTalk(scene: Scene, by: CallLeg): void {
  const { call } = scene;
  const talk = call.talk && legOf(call, call.talk.leg);
  if (talk && by === callerLeg(call)) promote(scene, talk);
  if (call.beside) stopBeside(scene);
  delete call.consult;
  delete call.transfer;
  clearTimer(scene, "transfer");
  stopPlay(scene);
  closeTalk(scene);
  endWatching(scene);
  settle(scene);
}

function goTo(scene: Scene, to: HandTarget): void {
  const { call } = scene;
  const reach = reachOf(scene.ctx, to);
  switch (reach?.kind) {
    case undefined:
      handoverFailed(scene, "not-found");
      return;
    case "phone":
    case "outside": {
      const leg = ring(scene, reach, call.handover!.from);
      if (!leg) {
        handoverFailed(scene, "line-failed");
        return;
      }
      call.handover!.leg = leg.id;
      ringsFor(scene);
      return;
    }
    case "queue":
      // He has waited once already: his place counts from then.
      queueAgain(scene, reach.queue, call.handover?.from);
      return;
    case "flow":
      reached(scene);
      delete call.away;
      call.startFlow = reach.flow;
      beginFlow(scene);
      return;
  }
}

function ringsFor(scene: Scene): void {
  const ringMs = scene.ctx.settings.hand?.transferRingMs ?? handDefaults.transferRingMs;
  setTimer(scene, "handover", ringMs);
  setPhase(scene, "transfer");
  play(scene, {
    purpose: "ring-back",
    items: [{ kind: "tone", tone: "ring-back", forMs: ringMs }],
    bargeIn: false,
    repeat: true,
  });
}

/** Somebody has him: whoever handed him on is told and let go. */
export function reached(scene: Scene): void {
  const { call } = scene;
  const { handover } = call;
  if (!handover) return;
  delete call.handover;
  clearTimer(scene, "handover");
  const asked = handover.asked && legOf(call, handover.asked);
  if (asked?.state !== "up") return;
  scene.out.push({ do: "line.referOutcome", leg: asked.id, status: 200 });
  closeLeg(scene, asked, "transferred");
}

export function handoverAnswered(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const back = call.handover?.stage === "back";
  const name = who(scene, leg);
  const words = back
    ? { en: `${name} takes the call back`, zh: `${name} 接回通话` }
    : { en: `${name} answered`, zh: `${name} 应答` };
  note(scene, leg.agent ? "agent" : "line", words);
  reached(scene);
  connect(scene, leg);
}

/** Rang long enough. */
export function handoverTimeUp(scene: Scene): void {
  const { call } = scene;
  const leg = call.handover?.leg && legOf(call, call.handover.leg);
  if (!leg) return;
  delete call.handover!.leg;
  closeLeg(scene, leg, "no-answer");
  handoverFailed(scene, "no-answer");
}

/** Nobody took him: back to who handed him on, and if he doesn't take him either, to the queue. */
export function handoverFailed(scene: Scene, why: EndReason): void {
  const { call } = scene;
  const { handover } = call;
  if (!handover) return;
  delete handover.leg;
  clearTimer(scene, "handover");
  const words = targetWords(scene.ctx, handover.to);
  const { en, zh } = endReasons[why];
  if (handover.stage === "target") note(scene, "agent", { en: `${words.en}: ${en}`, zh: `${words.zh}：${zh}` });
  const asked = handover.asked && legOf(call, handover.asked);
  if (asked?.state === "up") {
    // RFC 3515 2.4.5: the phone that asked is still there and goes on with the caller.
    scene.out.push({ do: "line.referOutcome", leg: asked.id, status: endReasons[why].status });
    delete call.handover;
    connect(scene, asked);
  } else if (handover.stage === "target") comesBack(scene, handover.from, handover.to);
  else home(scene, handover.from);
}

/** Rings whoever handed him on or parked him, with a ring of its own. */
export function comesBack(scene: Scene, from: HandedBy, to: HandTarget): void {
  const { call, ctx } = scene;
  const phone = from.agent && ctx.agentNow(from.agent)?.phone;
  const party = phone ? ({ kind: "phone", phone } as const) : from.party;
  call.handover = { from, stage: "back", to };
  if (party.kind === "line") {
    home(scene, from);
    return;
  }
  const name = from.agent ? ctx.agentName(from.agent) : from.number;
  note(scene, "agent", { en: `Comes back to ${name}`, zh: `回到 ${name}` });
  const leg = callDirectly(scene, party, party.phone);
  leg.ring = "recall";
  call.handover.leg = leg.id;
  setTimer(scene, "handover", ctx.settings.hand?.returnRingMs ?? handDefaults.returnRingMs);
  setPhase(scene, "transfer");
  if (!call.play)
    play(scene, {
      purpose: "ring-back",
      items: [{ kind: "tone", tone: "ring-back", forMs: 60_000 }],
      bargeIn: false,
      repeat: true,
    });
}

/** Nobody else is left: the queue he came from, else what his flow does then, else a queue of who handed him on. A colleague is told that nobody is there. */
function home(scene: Scene, from: HandedBy): void {
  const { call, ctx } = scene;
  const { queues, agents } = ctx.settings;
  delete call.handover;
  const known = (id: QueueId | undefined): QueueId | undefined => queues.find((q) => q.id === id)?.id;
  const own = known(from.queue);
  if (!own && call.flow && call.away !== undefined) {
    stopPlay(scene);
    flowReturns(scene, "no-answer");
    return;
  }
  const theirs = agents.find((a) => a.id === from.agent)?.queues[0]?.queue;
  const queue = own ?? (callerLeg(call).party.kind === "line" ? (known(theirs) ?? queues[0]?.id) : undefined);
  if (!queue) {
    endCall(scene, "no-answer", "box");
    return;
  }
  note(scene, "queue", { en: "Nobody took the call: back into the queue", zh: "无人接听：回到队列" });
  queueAgain(scene, queue, from);
}

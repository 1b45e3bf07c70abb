import type { HandEvent } from "../../../contract/hand.ts";
import { exhaustive } from "../../../kit/exhaustive.ts";
import type { AgentId } from "../../../kit/ids.ts";
import { type Call, type CallLeg, type CallsState, callOf } from "../call.ts";
import { closeLeg, endCall } from "../ending.ts";
import { type CallContext, type CallOut, note, type Scene } from "../scene.ts";
import { heldAtDesk, settle } from "../talking.ts";
import { about } from "../who.ts";
import { cancelConsult, completeConsult, confer, consult } from "./consult.ts";
import { dialOut } from "./dial-out.ts";
import { handOver } from "./handover.ts";
import { heldFrom, heldWords } from "./held-by.ts";
import { inHand, upOn } from "./in-hand.ts";
import { handObstacle } from "./obstacle.ts";
import { freeSlot, park } from "./park.ts";
import { partOver } from "./part-over.ts";
import { fetchFor, findToPickUp } from "./pick-up.ts";
import { phoneOf } from "./reach.ts";
import { setMode, watch, watcherLeg } from "./watch.ts";

/** What agents do with the call in hand and supervisors with other people's, as long as it is possible. */
export function stepHand(state: CallsState, event: HandEvent, ctx: CallContext, out: CallOut[]): void {
  const sceneOf = (call: Call): Scene => ({ state, call, ctx, out });
  const obstacle = handObstacle(state, event, ctx);
  if (obstacle === "call-taken" && "call" in event) refusedTo(sceneOf(callOf(state, event.call)!), event);
  if (obstacle) return;
  switch (event.on) {
    case "desk.dial":
      dialOut(state, event, ctx, out);
      return;
    case "desk.pickUp": {
      const phone = phoneOf(ctx, event.agent as AgentId)!;
      const call = findToPickUp(state, ctx, event.what, phone);
      if (call) fetchFor(sceneOf(call), phone, event.agent as AgentId);
      return;
    }
    case "desk.leave": {
      const hand = upOn(state, event.agent);
      if (hand) leave(sceneOf(hand.call), hand.leg);
      return;
    }
    case "desk.watch":
    case "desk.takeOver":
    case "desk.watchEnd":
    case "desk.release": {
      const call = callOf(state, event.call);
      if (call) supervise(sceneOf(call), event);
      return;
    }
    default: {
      const hand = inHand(state, event.agent, event.on === "desk.resume");
      if (hand) withCall(sceneOf(hand.call), hand.leg, event);
    }
  }
}

/** That somebody wanted it, and who had it, stays in the call's journey. */
function refusedTo(scene: Scene, event: HandEvent): void {
  const holder = heldFrom(scene.state, event, scene.ctx);
  if (!holder || (event.on !== "desk.watch" && event.on !== "desk.takeOver")) return;
  const { by, watcher } = event;
  const mode = event.on === "desk.takeOver" ? "take" : event.mode;
  const { en, zh } = heldWords(holder);
  const words = { en: `${by} asks for: ${mode}; refused: ${en}`, zh: `${by} 请求：${mode}；已拒绝：${zh}` };
  note(scene, "agent", words, { by, watcher, mode, refused: "call-taken", holder: holder.who });
}

type Supervising = Extract<HandEvent, { on: "desk.watch" | "desk.takeOver" | "desk.watchEnd" | "desk.release" }>;
type InCall = Exclude<HandEvent, Supervising | { on: "desk.dial" | "desk.pickUp" | "desk.leave" }>;

function withCall(scene: Scene, leg: CallLeg, event: InCall): void {
  switch (event.on) {
    case "desk.hold":
    case "desk.resume":
      heldAtDesk(scene, leg, event.on === "desk.hold");
      return;
    case "desk.mute":
      leg.muted = event.muted;
      settle(scene);
      return;
    case "desk.consult":
      consult(scene, leg, event.to);
      return;
    case "desk.consultCancel":
      cancelConsult(scene);
      return;
    case "desk.consultComplete":
      completeConsult(scene, leg);
      return;
    case "desk.conference":
      confer(scene, leg);
      return;
    case "desk.transfer":
      handOver(scene, leg, event.to, { stays: false });
      return;
    case "desk.park": {
      const slot = freeSlot(scene.state, scene.ctx, event.slot);
      if (slot !== undefined) park(scene, leg, slot);
      return;
    }
    default:
      exhaustive(event);
  }
}

function supervise(scene: Scene, event: Supervising): void {
  const { call, ctx } = scene;
  if (event.on === "desk.release") {
    const { by, reason } = event;
    note(scene, "agent", { en: `Ended by ${by}: ${reason}`, zh: `${by} 强拆：${reason}` }, { by, reason });
    endCall(scene, "released", "agent");
    return;
  }
  const leg = watcherLeg(call, event.watcher);
  if (event.on === "desk.watchEnd") {
    if (leg) leave(scene, leg);
    return;
  }
  const mode = event.on === "desk.takeOver" ? "take" : event.mode;
  const { by } = event;
  const force = event.force === true;
  const words = force
    ? { en: `${by} insists on: ${mode}`, zh: `${by} 强制请求：${mode}` }
    : { en: `${by} asks for: ${mode}`, zh: `${by} 请求：${mode}` };
  note(scene, "agent", words, { by, watcher: event.watcher, mode, ...(force ? { force } : {}) });
  if (leg) setMode(scene, leg, mode);
  else watch(scene, phoneOf(ctx, event.watcher as AgentId)!, event.watcher as AgentId, mode);
}

/** Ends one's own part; the others go on as if his phone had been put down. */
function leave(scene: Scene, leg: CallLeg): void {
  note(scene, "agent", about(scene, leg, "leaves the call", "离开通话"));
  closeLeg(scene, leg, "hangup");
  partOver(scene, leg, "hangup", "far");
}

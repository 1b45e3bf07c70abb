import { type EndReason, endReasons } from "../../../contract/end-reason.ts";
import type { HandTarget } from "../../../contract/hand.ts";
import type { LineEvent } from "../../../contract/line.ts";
import { judgeOutgoing } from "../../lines/outgoing.ts";
import { planOfPhone } from "../../lines/plan-of-phone.ts";
import { type Call, type CallLeg, callerLeg, legOf } from "../call.ts";
import { closeLeg, endCall } from "../ending.ts";
import { talkers } from "../mix.ts";
import { queueAgain } from "../queue-up.ts";
import { note, type Scene } from "../scene.ts";
import { about } from "../who.ts";
import { handedBy, handOver, leaveTalk } from "./handover.ts";
import { moveLeg, moveRinging, sceneOf } from "./move-leg.ts";
import { freeSlot, park } from "./park.ts";
import { asTarget } from "./reach.ts";
import { diallerOf } from "./ring.ts";
import { succeed } from "./succession.ts";

type Referred = Extract<LineEvent, { on: "line.referred" }>;

/** A phone's own transfer key (RFC 3515). Lines may not send callers elsewhere: it would be at our cost. */
export function referred(scene: Scene, leg: CallLeg, { to, replaces }: Referred): void {
  const { call } = scene;
  if (leg.state !== "up") return;
  const partner = talkers(call).length === 2 && talkers(call).includes(leg) && !call.consult;
  const why = leg.party.kind === "line" ? "rejected" : partner ? attempt(scene, leg, to, replaces) : "fault";
  if (!why) return;
  note(
    scene,
    "line",
    about(scene, leg, `asks for a transfer to ${to}: ${endReasons[why].en}`, `请求转接到 ${to}：${endReasons[why].zh}`),
  );
  scene.out.push({ do: "line.referOutcome", leg: leg.id, status: why === "fault" ? 603 : endReasons[why].status });
}

/** Nothing when it is under way or done, else why not. */
function attempt(scene: Scene, leg: CallLeg, to: string, replaces: Referred["replaces"]): EndReason | undefined {
  if (replaces) {
    const other = Object.values(scene.state.calls).find((c) => !c.ending && legOf(c, replaces));
    return other && other !== scene.call && joinCalls(scene, leg, sceneOf(scene, other)) ? undefined : "fault";
  }
  const plan = planOfPhone(scene.ctx.settings, to);
  if (plan.kind === "park") {
    const slot = freeSlot(scene.state, scene.ctx, plan.slot);
    if (slot === undefined) return "busy";
    scene.out.push({ do: "line.referOutcome", leg: leg.id, status: 200 });
    park(scene, leg, slot);
    return undefined;
  }
  const target: HandTarget | undefined =
    plan.kind === "phone" || plan.kind === "flow" ? plan : plan.kind === "outside" ? { kind: "number", number: to } : undefined;
  if (!target) return "not-found";
  if (plan.kind === "outside" && judgeOutgoing(scene.ctx.settings, plan.number, diallerOf(leg)).may !== "yes") return "blocked";
  handOver(scene, leg, target, { stays: true });
  return undefined;
}

/**
 * REFER with Replaces (RFC 5589 section 7): two calls of one phone become one. The far leg of the second moves into the first,
 * which goes on with its record, recording and journey; a caller waiting in the second's queue keeps the place that was won there.
 * While the second only rings it rings on, for the caller: that is what hanging up in a consultation means on any office phone.
 */
function joinCalls(scene: Scene, leg: CallLeg, second: Scene): boolean {
  const { call } = scene;
  const queue = second.call.queue;
  const far = farLeg(second.call, leg);
  const ringing = ringingLeg(second.call, leg);
  if (far) {
    note(scene, "agent", about(scene, leg, "joins two calls", "合并两路通话"), { joins: second.call.record.id });
    moveLeg(second, far, scene);
    succeed(scene, leg, far);
  } else if (ringing) {
    moveRinging(second, ringing, scene);
    scene.out.push({ do: "line.referOutcome", leg: leg.id, status: 200 });
    handOver(scene, leg, asTarget(ringing), { stays: false, ringing });
    return true;
  } else if (queue) {
    const from = handedBy(scene, leg);
    leaveTalk(scene, leg);
    call.handover = { from, stage: "target", to: { kind: "queue", queue: queue.id } };
    second.call.record.goesOnIn = call.record.id;
    endCall(second, "transferred", "box");
    queueAgain(scene, queue.id, { ...from, placedAtMs: queue.enteredAtMs });
  } else return false;
  scene.out.push({ do: "line.referOutcome", leg: leg.id, status: 200 });
  closeLeg(scene, leg, "transferred");
  return true;
}

/** Whom the phone of `leg` talks with on its other call. */
function farLeg(second: Call, leg: CallLeg): CallLeg | undefined {
  const two = talkers(second);
  if (two.length !== 2 || !two.some((l) => samePhone(l, leg)) || callerLeg(second).state !== "up") return undefined;
  return two.find((l) => !samePhone(l, leg));
}

/** Whom the phone of `leg` rings with its other call, which it dialled itself. */
function ringingLeg(second: Call, leg: CallLeg): CallLeg | undefined {
  const caller = callerLeg(second);
  if (!second.direct || second.talk || caller.outward || caller.state !== "opening" || !samePhone(caller, leg)) return undefined;
  return second.legs.find((l) => l.role === "callee" && !l.fetches && (l.state === "opening" || l.state === "ringing"));
}

const samePhone = (one: CallLeg, other: CallLeg): boolean =>
  one.party.kind === "phone" && other.party.kind === "phone" && one.party.phone === other.party.phone;

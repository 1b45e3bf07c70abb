import type { PickUp } from "../../../contract/hand.ts";
import type { AgentId, CallId, PhoneId } from "../../../kit/ids.ts";
import { agentRings } from "../agent-ties.ts";
import { type Call, type CallLeg, type CallsState, callerLeg, callOf, legOf } from "../call.ts";
import { addLeg, calleeAnswered } from "../direct.ts";
import { closeLeg } from "../ending.ts";
import { type CallContext, clearTimer, note, type Scene, tell } from "../scene.ts";
import { connect } from "../talking.ts";
import { about } from "../who.ts";
import { reached } from "./handover.ts";
import { parkedIn, unpark } from "./park.ts";

/** The call that is meant, if it is there and waits for somebody. */
export function findToPickUp(state: CallsState, ctx: CallContext, what: PickUp, phone: PhoneId): Call | undefined {
  const calls = Object.values(state.calls).filter(waitsForSomebody);
  const ringsAt = (call: Call, fits: (leg: CallLeg) => boolean): boolean => ringingLegs(call).some(fits);
  switch (what.kind) {
    case "call": {
      const call = callOf(state, what.call as CallId);
      return call && waitsForSomebody(call) ? call : undefined;
    }
    case "slot":
      return parkedIn(state, what.slot);
    case "phone":
      return calls.find((c) => ringsAt(c, (l) => l.party.kind === "phone" && l.party.phone === what.phone));
    case "group":
      return calls
        .filter((c) => ringsAt(c, (l) => l.party.kind === "phone" && inOneGroup(ctx, l.party.phone, phone)))
        .sort((a, b) => a.phaseSinceMs - b.phaseSinceMs)[0];
  }
}

const ringingLegs = (call: Call): CallLeg[] =>
  call.legs.filter((l) => l.state === "ringing" && l.role !== "watcher" && !l.fetches && l !== callerLeg(call));

function waitsForSomebody(call: Call): boolean {
  if (call.ending || call.talk || call.star || call.joins) return false;
  // Nobody is on the line yet who could be talked to.
  if (call.callback && call.callback.outcome !== "answered") return false;
  return call.parked !== undefined || call.queue !== undefined || ringingLegs(call).length > 0;
}

/** Phones of one group answer for each other: by the phones' own setting, or because their agents serve one queue. */
function inOneGroup({ settings, agentAt }: CallContext, a: PhoneId, b: PhoneId): boolean {
  if (a === b) return false;
  const group = (phone: PhoneId) => settings.phones.find((p) => p.id === phone)?.pickupGroup;
  if (group(a) !== undefined && group(a) === group(b)) return true;
  const queuesAt = (phone: PhoneId): string[] => {
    const here = agentAt(phone);
    return settings.agents.filter((g) => (here ? g.id === here : g.phone === phone)).flatMap((g) => g.queues.map((q) => q.queue));
  };
  return queuesAt(a).some((queue) => queuesAt(b).includes(queue));
}

/** A leg that is up takes the call; false when the call no longer waits for anybody. */
export function pickUp(scene: Scene, leg: CallLeg): boolean {
  const { call } = scene;
  if (!waitsForSomebody(call)) return false;
  note(scene, "agent", about(scene, leg, "picks the call up", "代答"));
  if (call.parked) {
    unpark(scene);
    connect(scene, leg);
  } else if (call.queue) fromQueue(scene, leg);
  else {
    const direct = callerLeg(call).state === "opening";
    for (const ringing of ringingLegs(call)) closeLeg(scene, ringing, "answered-elsewhere");
    clearTimer(scene, "transfer");
    if (call.transfer) call.transfer.leg = leg.id;
    reached(scene);
    if (direct) calleeAnswered(scene, leg);
    else connect(scene, leg);
  }
  return true;
}

/** Rings the phone of an agent who takes the call at the console. */
export function fetchFor(scene: Scene, phone: PhoneId, agent: AgentId): void {
  const leg = addLeg(scene, "callee", { kind: "phone", phone }, phone, agent);
  leg.fetches = true;
  leg.ring = "auto-answer";
  agentRings(scene, leg);
}

/** The queue lets him go as answered, and its word brings the two together. */
function fromQueue(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  const agent = leg.agent as AgentId | undefined;
  call.taker = leg.id;
  tell(scene, { on: "queue.leave", call: call.record.id, why: "answered", ...(agent ? { agent } : {}) });
}

/** The queue has let the caller go to whoever picked him up. */
export function takerOf(scene: Scene): CallLeg | undefined {
  const { call } = scene;
  const leg = call.taker && legOf(call, call.taker);
  delete call.taker;
  return leg?.state === "up" ? leg : undefined;
}

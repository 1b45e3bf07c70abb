import type { EndReason } from "../../contract/end-reason.ts";
import type { LegId, PhoneId } from "../../kit/ids.ts";
import { type Destination, type ForwardFacts, whereNext, whereTo } from "../lines/forwarding.ts";
import { featuresOf } from "../lines/phone-features.ts";
import { type CallLeg, type Forwarding, legOf } from "./call.ts";
import { callDirectly } from "./direct.ts";
import { closeLeg } from "./ending.ts";
import { startForward } from "./outgoing/dial-out.ts";
import { ringsFor } from "./own-box.ts";
import { clearTimer, note, type Scene, setTimer } from "./scene.ts";

const factsOf = ({ ctx }: Scene): ForwardFacts => ({ settings: ctx.settings, atMs: ctx.atMs, features: ctx.features });

/** Rings a phone for a direct call, or where it forwards to. Nothing when it may not be disturbed or no line is free. Calls of queues do not come here. */
export function ringPhone(scene: Scene, phone: PhoneId): CallLeg | undefined {
  return follow(scene, whereTo(phone, factsOf(scene)), phone);
}

function follow(scene: Scene, to: Destination, from: PhoneId): CallLeg | undefined {
  const { call, ctx } = scene;
  for (const step of to.steps) note(scene, "line", step);
  clearTimer(scene, "forward");
  delete call.forward;
  switch (to.kind) {
    case "disturb-not":
      return undefined;
    case "outside":
      call.sentOn = to.why;
      return startForward(scene, to.number, to.visited.at(-1) ?? from);
    case "phone": {
      const { phone, visited } = to;
      const leg = callDirectly(scene, { kind: "phone", phone }, phone);
      call.forward = { phone, leg: leg.id, visited };
      const { noAnswer } = featuresOf(ctx.features, phone).forward;
      const afterMs = noAnswer?.afterMs ?? ringsFor(scene);
      if (afterMs !== undefined) setTimer(scene, "forward", afterMs);
      return leg;
    }
  }
}

/** A leg that rings came over from another call: its phone forwards as it would have there. */
export function forwardsOn(scene: Scene, forward: Forwarding): void {
  const { call, ctx } = scene;
  call.forward = forward;
  const { noAnswer } = featuresOf(ctx.features, forward.phone).forward;
  if (noAnswer) setTimer(scene, "forward", noAnswer.afterMs);
}

/** The phone did not take the call. True when it goes on elsewhere. */
export function forwarded(scene: Scene, leg: LegId, why: EndReason): boolean {
  const { call } = scene;
  const { forward, transfer } = call;
  if (forward?.leg !== leg || call.ending) return false;
  clearTimer(scene, "forward");
  const busy = why === "busy" || why === "rejected";
  const next = whereNext(forward.phone, busy ? "busy" : "noAnswer", factsOf(scene), forward.visited);
  delete call.forward;
  const other = next && follow(scene, next, forward.phone);
  if (!other) return false;
  if (transfer?.leg === leg) call.transfer = { leg: other.id };
  if (call.consult?.leg === leg) call.consult.leg = other.id;
  if (call.handover?.leg === leg) call.handover.leg = other.id;
  return true;
}

/** It rang as long as its forward wants. */
export function forwardDue(scene: Scene, failed: (leg: CallLeg) => void): void {
  const { forward } = scene.call;
  const leg = forward && legOf(scene.call, forward.leg);
  if (!leg || (leg.state !== "ringing" && leg.state !== "opening")) return;
  closeLeg(scene, leg, "no-answer");
  if (!forwarded(scene, leg.id, "no-answer")) failed(leg);
}

import type { CallLeg, HandedBy } from "../call.ts";
import { ringPhone } from "../forwarding.ts";
import { startOutside } from "../outgoing/dial-out.ts";
import type { Scene } from "../scene.ts";
import type { Reach } from "./reach.ts";

type Who = Pick<HandedBy, "party" | "agent">;

/** Rings somebody for `who`; nothing when the phone may not be disturbed, his rights don't reach so far, or no line is free. */
export function ring(scene: Scene, to: Extract<Reach, { kind: "phone" | "outside" }>, who: Who): CallLeg | undefined {
  return to.kind === "phone" ? ringPhone(scene, to.phone) : startOutside(scene, to.number, diallerOf(who));
}

/** Whose rights count. */
export const diallerOf = ({ party, agent }: Who) => ({
  ...(party.kind === "phone" ? { phone: party.phone } : {}),
  ...(agent ? { agent } : {}),
});

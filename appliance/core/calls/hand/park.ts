import { handDefaults } from "../../../contract/hand.ts";
import type { Call, CallLeg, CallsState } from "../call.ts";
import { closeLeg } from "../ending.ts";
import { type CallContext, clearTimer, note, type Scene, setPhase, setTimer } from "../scene.ts";
import { play } from "../sound.ts";
import { musicOf, who } from "../who.ts";
import { comesBack, handedBy, leaveTalk } from "./handover.ts";

/** The slot a caller would be parked in: the wished one, else the first free one; nothing when there is none. */
export function freeSlot(state: CallsState, { settings }: CallContext, wished?: number): number | undefined {
  const slots = settings.hand?.parkSlots ?? handDefaults.parkSlots;
  const taken = new Set(Object.values(state.calls).map((c) => c.parked?.slot));
  const all = Array.from({ length: slots }, (_, i) => i + 1);
  return all.find((slot) => !taken.has(slot) && (wished === undefined || wished === slot));
}

export const parkedIn = (state: CallsState, slot: number): Call | undefined =>
  Object.values(state.calls).find((c) => c.parked?.slot === slot && !c.ending);

/** The caller waits in a slot with music; whoever parked him is free, and gets him back after a while. */
export function park(scene: Scene, by: CallLeg, slot: number): void {
  const { call, ctx } = scene;
  const name = who(scene, by);
  note(scene, "agent", { en: `${name} parks the call in ${slot}`, zh: `${name} 将通话驻留到 ${slot}` }, { slot });
  const from = handedBy(scene, by);
  leaveTalk(scene, by);
  call.parked = { slot, from };
  closeLeg(scene, by, "transferred");
  play(scene, { purpose: "music", items: musicOf(scene), bargeIn: false, repeat: true });
  setPhase(scene, "parked");
  setTimer(scene, "park", ctx.settings.hand?.parkMs ?? handDefaults.parkMs);
}

export function parkedLongEnough(scene: Scene): void {
  const { call } = scene;
  const { parked } = call;
  if (!parked) return;
  unpark(scene);
  note(scene, "agent", { en: `Nobody took the call from ${parked.slot}`, zh: `驻留 ${parked.slot} 无人取回` });
  const { party, number } = parked.from;
  comesBack(scene, parked.from, party.kind === "phone" ? { kind: "phone", phone: party.phone } : { kind: "number", number });
}

/** Out of the slot, wherever he goes now. */
export function unpark(scene: Scene): void {
  delete scene.call.parked;
  clearTimer(scene, "park");
}

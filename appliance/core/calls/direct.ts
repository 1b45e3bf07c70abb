import type { EndReason } from "../../contract/end-reason.ts";
import type { LineCommand, Party } from "../../contract/line.ts";
import type { AgentId, LegId } from "../../kit/ids.ts";
import { mediaWishes } from "./arrive.ts";
import { type CallLeg, callerLeg } from "./call.ts";
import { endCall } from "./ending.ts";
import { media, note, type Scene, setPhase } from "./scene.ts";
import { connect } from "./talking.ts";

/** A leg towards somebody: its media first, then the INVITE with our offer (`dialNow`). */
export function addLeg(scene: Scene, role: CallLeg["role"], party: Party, number: string, agent?: AgentId): CallLeg {
  const { call } = scene;
  const leg: CallLeg = { id: `${call.record.id}/${call.nextLeg++}` as LegId, role, party, number, state: "opening", opening: "dial", onHold: false, ...(agent ? { agent } : {}) };
  call.legs.push(leg);
  call.record.legs.push({ leg: leg.id, who: agent ? scene.ctx.agentName(agent) : number });
  media(scene, { do: "media.open", leg: leg.id, ...mediaWishes(scene, party) });
  return leg;
}

/** The phone or the world outside is called by somebody inside. */
export function dialOut(scene: Scene, party: Party, number: string): void {
  const agent = party.kind === "phone" ? scene.ctx.agentAt(party.phone) : undefined;
  addLeg(scene, "callee", party, number, agent);
  setPhase(scene, "transfer");
}

const directRingMs = 60_000;
/** The phone's own limit stands above what a queue or a transfer allows, which end it themselves. */
const offerRingMs = 150_000;

/** Media is ready: ring. */
export function dialNow(scene: Scene, leg: CallLeg): void {
  const { call } = scene;
  if (!leg.local) return;
  const inside = leg.party.kind === "phone";
  const command: Extract<LineCommand, { do: "line.dial" }> = {
    do: "line.dial",
    leg: leg.id,
    to: { ...leg.party, number: leg.number },
    from: { number: call.record.caller, ...(call.record.callerName ? { name: call.record.callerName } : {}) },
    local: leg.local,
    giveUpMs: leg.role === "agent" ? offerRingMs : directRingMs,
    ring: leg.role === "agent" ? "priority" : inside && call.record.direction === "internal" ? "internal" : "normal",
  };
  leg.state = "ringing";
  scene.out.push(command);
}

/** The one who was called rings: the caller hears it. */
export function calleeRings(scene: Scene): void {
  const caller = callerLeg(scene.call);
  if (caller.state === "opening" && caller.opening === "none") scene.out.push({ do: "line.progress", leg: caller.id, how: "ringing" });
}

/** A direct call was answered: now the caller's own leg is, too. */
export function calleeAnswered(scene: Scene, leg: CallLeg): void {
  const caller = callerLeg(scene.call);
  note(scene, "line", `${leg.number} answered`, `${leg.number} 应答`);
  if (caller.state === "opening" && caller.local) scene.out.push({ do: "line.answer", leg: caller.id, local: caller.local });
  caller.state = "up";
  connect(scene, leg);
}

export function calleeFailed(scene: Scene, why: EndReason): void {
  endCall(scene, why, "box");
}

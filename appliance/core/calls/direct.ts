import type { LineCommand, Party } from "../../contract/line.ts";
import type { MediaDescription } from "../../contract/media.ts";
import type { AgentId, LegId } from "../../kit/ids.ts";
import { agentRings } from "./agent-ties.ts";
import { type Call, type CallLeg, callerLeg } from "./call.ts";
import { divertedTo } from "./diverting.ts";
import { join } from "./mix.ts";
import { newLeg } from "./new-leg.ts";
import { note, type Scene } from "./scene.ts";
import { openSound, updateSound } from "./sound.ts";
import { connect } from "./talking.ts";
import { about } from "./who.ts";

/** Legs of one call that its row names; a caller who waits for hours is offered more often than anybody will read. */
const mostLegsKept = 100;

/** A leg towards somebody: its sound first, then the call with our offer (`dialNow`). */
export function addLeg(
  scene: Scene,
  role: "agent" | "callee" | "watcher",
  party: Party,
  number: string,
  agent?: AgentId,
): CallLeg {
  const { call } = scene;
  const id = `${call.record.id}/${call.nextLeg++}` as LegId;
  const leg = newLeg({ id, role, party, number, ...(agent ? { agent } : {}) });
  call.legs.push(leg);
  if (call.record.legs.length < mostLegsKept)
    call.record.legs.push({ leg: id, who: agent ? scene.ctx.agentName(agent) : number });
  openSound(scene, leg, "dial");
  return leg;
}

/** Somebody is called directly, by a person or by a flow; if he is an agent, it is his own call. */
export function callDirectly(scene: Scene, party: Party, number: string): CallLeg {
  const agent = party.kind === "phone" ? scene.ctx.agentAt(party.phone) : undefined;
  const leg = addLeg(scene, "callee", party, number, agent);
  agentRings(scene, leg);
  return leg;
}

const directRingMs = 60_000;
/** The longest a phone may ring for a queue or a flow, which end it themselves before. */
const orderedRingMs = 310_000;

/** Sound is ready: ring. */
export function dialNow(scene: Scene, leg: CallLeg, local: MediaDescription): void {
  const { record, transfer, handover } = scene.call;
  const inside = leg.party.kind === "phone";
  const diverted = divertedTo(scene.call, leg);
  const handedOnBy = handover?.stage === "target" && handover.leg === leg.id ? handover.from.party : undefined;
  const command: LineCommand = {
    do: "line.dial",
    leg: leg.id,
    to: { ...leg.party, number: leg.number },
    from: leg.presents ?? shownCaller(scene.call),
    ...(diverted ? { diverted } : {}),
    ...(handedOnBy?.kind === "phone" ? { referredBy: handedOnBy.phone } : {}),
    local,
    ...(scene.call.outgoing?.leg === leg.id && scene.call.outgoing.class === "emergency" ? { urgent: true as const } : {}),
    giveUpMs: leg.role === "agent" || transfer || handover ? orderedRingMs : directRingMs,
    ring: leg.ring ?? (leg.role === "agent" ? "priority" : inside && record.direction === "internal" ? "internal" : "normal"),
  };
  leg.state = "ringing";
  scene.out.push(command);
}

/** Who is told to call. A caller who withholds his number is nobody. */
function shownCaller({ record, withholds }: Call): { number: string; name?: string; withheld?: true } {
  const { caller: number, callerName: name } = record;
  if (number === "anonymous") return { number, withheld: true };
  return { number, ...(name ? { name } : {}), ...(withholds ? { withheld: true } : {}) };
}

/** The one who was called rings: the caller hears it, or what the far network plays to him (183 with sound). */
export function calleeRings(scene: Scene, leg: CallLeg, early: MediaDescription | undefined): void {
  const caller = callerLeg(scene.call);
  if (caller.state !== "opening" || caller.outward || !scene.call.direct) return;
  if (early && caller.offered && caller.local && leg.sound === "open") {
    updateSound(scene, leg, early, "update");
    scene.call.early = leg.id;
    join(scene);
    scene.out.push({ do: "line.progress", leg: caller.id, how: "early", local: caller.local });
  } else scene.out.push({ do: "line.progress", leg: caller.id, how: "ringing" });
}

/** A direct call was answered: now the caller's own leg is, too. */
export function calleeAnswered(scene: Scene, leg: CallLeg): void {
  const caller = callerLeg(scene.call);
  note(scene, "line", about(scene, leg, "answered", "应答"));
  // Whoever was called first from the console is up already.
  if (!caller.outward && caller.local) scene.out.push({ do: "line.answer", leg: caller.id, local: caller.local });
  else caller.awaiting = caller.awaiting.map((o) => (o === "wait" ? "answer" : o));
  caller.state = "up";
  connect(scene, leg);
}

import type { LiveCall, LiveParty } from "../../contract/live.ts";
import type { AgentId } from "../../kit/ids.ts";
import { type Call, type CallLeg, callerLeg } from "../calls/call.ts";
import { isHolding, talkers } from "../calls/mix.ts";

/** Who is on a call in which people talk, or where its caller is parked. */
export function liveParties(call: Call, nameOf: (agent: AgentId) => string): Pick<LiveCall, "parties" | "slot"> {
  const slot = call.parked ? { slot: call.parked.slot } : {};
  if (!call.talk) return slot;
  const talking = talkers(call);
  const asOf = (leg: CallLeg): LiveParty["as"] | undefined => {
    if (leg.role === "watcher") return "watches";
    if (leg === callerLeg(call)) return "caller";
    if (talking.includes(leg)) return "talks";
    return call.consult?.leg === leg.id ? "asked" : undefined;
  };
  const parties = call.legs.flatMap((leg): LiveParty[] => {
    const as = leg.state === "ended" ? undefined : asOf(leg);
    if (!as) return [];
    return [
      {
        leg: leg.id,
        who: leg.agent ? nameOf(leg.agent) : leg.number,
        as,
        ...(leg.agent ? { agent: leg.agent } : {}),
        ...(leg.watch && leg.watch !== "take" ? { mode: leg.watch } : {}),
        ...(leg.state === "up" ? {} : { ringing: true }),
        ...(isHolding(leg) ? { held: true } : {}),
        ...(leg.muted ? { muted: true } : {}),
      },
    ];
  });
  return { ...slot, parties };
}

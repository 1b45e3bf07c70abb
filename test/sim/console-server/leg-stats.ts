import type { LegStats } from "../../../appliance/contract/media.ts";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import type { LegId } from "../../../appliance/kit/ids.ts";

type Moment = { nowMs: number; random: { chance(probability: number): boolean; between(from: number, to: number): number } };

/** Believable sound figures for each leg; one call in eight had a bad line. */
export function stats(world: Moment, call: { record: CallRecord }): void {
  const r = world.random;
  const bad = r.chance(0.12);
  for (const leg of call.record.legs) {
    const packets = Math.round((world.nowMs - (call.record.answeredAtMs ?? world.nowMs)) / 20);
    const lost =
      bad && leg.leg === ("caller" as LegId)
        ? Math.round(packets * r.between(0.01, 0.05))
        : Math.round(packets * r.between(0, 0.0008));
    const s: LegStats = {
      packetsSent: packets,
      packetsReceived: packets - lost,
      packetsLost: lost,
      jitterMs: bad ? r.between(12, 34) : r.between(0.4, 4),
      jitterMaxMs: bad ? r.between(60, 140) : r.between(5, 18),
      ...(leg.leg === ("caller" as LegId) ? { roundTripMs: r.between(18, 46), remoteLossPercent: bad ? 0.8 : 0 } : {}),
      codec: leg.leg === ("caller" as LegId) ? "PCMA" : "G722",
      srtp: leg.leg !== ("caller" as LegId),
      mos: bad ? r.between(2.6, 3.7) : r.between(4.1, 4.4),
      remote: leg.leg === ("caller" as LegId) ? "198.51.100.18:24518" : `192.0.2.${100 + Number(leg.leg.slice(-1))}:11780`,
    };
    leg.stats = s;
  }
}

import type { CallsGoing } from "../contract/evidence.ts";
import { CallsGoingCount, callsGoBeforeMs } from "../core/recordings/calls-going.ts";
import type { Store } from "../edge/store/store.ts";

/** Some years of a ten-seat hotline. */
const mostLookedAt = 1_000_000;

/** What a rule that keeps calls for so many days would take now: those that the next sweep empties, and no others. */
export async function callsGoing(
  store: Pick<Store, "agedCallPages">,
  keepDays: number,
  timeZone: string,
  nowMs: number,
  most = mostLookedAt,
): Promise<CallsGoing> {
  const beforeMs = callsGoBeforeMs(keepDays, nowMs);
  const counted = new CallsGoingCount(timeZone);
  let looked = 0;
  for (const page of store.agedCallPages(beforeMs)) {
    const within = page.slice(0, most - looked);
    for (const call of within) counted.take(call);
    looked += page.length;
    if (looked > most) break;
    // Calls go first.
    await new Promise((done) => setImmediate(done));
  }
  return { keepDays, atMs: nowMs, beforeMs, ...counted.so(), more: looked > most };
}

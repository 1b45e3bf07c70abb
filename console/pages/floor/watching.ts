import type { LiveCall, LiveParty } from "../../../appliance/contract/live.ts";

/** Which call an agent listens to, with his own part in it. */
export function watchedBy(
  calls: readonly LiveCall[],
  agent: string | undefined,
): { call: LiveCall; part: LiveParty } | undefined {
  if (agent === undefined) return undefined;
  for (const call of calls) {
    const part = call.parties?.find((p) => p.as === "watches" && p.agent === agent);
    if (part) return { call, part };
  }
  return undefined;
}

/** States of TS 27.007 7.18. */
export const callStates = ["active", "held", "dialing", "alerting", "incoming", "waiting"] as const;
export type ModemCallState = (typeof callStates)[number];
export type ModemCall = { index: number; outgoing: boolean; state: ModemCallState; number: string };

/**
 * A line of the current calls: `+CLCC: idx,dir,stat,mode,mpty,"number",type`. Voice calls only (mode 0). It is the truth about what is up;
 * everything a modem says by itself is only a reason to ask for it.
 */
export function readCallLine(line: string): ModemCall | undefined {
  const found = /^\+CLCC: *(\d{1,2}),([01]),([0-5]),0,[01](?:,"([^"]{0,40})")?/.exec(line);
  if (!found) return undefined;
  const number = (found[4] ?? "").replace(/[^0-9+*#]/g, "");
  return { index: Number(found[1]), outgoing: found[2] === "0", state: callStates[Number(found[3])]!, number };
}

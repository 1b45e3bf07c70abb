import type { EndReason } from "../../contract/end-reason.ts";
import type { Settings, TrunkSettings } from "../../contract/settings.ts";

export type Admission = { ok: true; trunk: TrunkSettings; flow: string; pattern: string } | { ok: false; why: EndReason };

/** A call that comes in over a trunk: where does its number lead? First match wins. */
export function admitCall(settings: Settings, line: string, called: string, callsOnLine: number): Admission {
  const trunk = settings.trunks.find((t) => t.id === line && t.enabled);
  if (!trunk) return { ok: false, why: "blocked" };
  if (callsOnLine >= trunk.maxCalls) return { ok: false, why: "overload" };
  const route = trunk.numbers.find((n) => matchesNumber(n.pattern, called));
  return route ? { ok: true, trunk, flow: route.flow, pattern: route.pattern } : { ok: false, why: "not-found" };
}

/** `X` stands for any digit, a trailing `*` for any rest, everything else for itself. */
export function matchesNumber(pattern: string, number: string): boolean {
  const open = pattern.endsWith("*");
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? number.length < fixed.length : number.length !== fixed.length) return false;
  for (let i = 0; i < fixed.length; i++) {
    const wanted = fixed[i];
    const got = number[i]!;
    if (wanted === "X" ? got < "0" || got > "9" : wanted !== got) return false;
  }
  return true;
}

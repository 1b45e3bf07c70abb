import type { EndReason } from "../../contract/end-reason.ts";
import type { Settings } from "../../contract/settings.ts";
import { type LineRoute, type OutsideLine, outsideLine } from "./outside-lines.ts";

export type Admission = ({ ok: true; line: OutsideLine } & LineRoute) | { ok: false; why: EndReason };

/** A call that comes in over a line: where does its number lead? First match wins. */
export function admitCall(settings: Settings, id: string, called: string, callsOnLine: number): Admission {
  const line = outsideLine(settings, id);
  if (!line?.enabled) return { ok: false, why: "blocked" };
  if (callsOnLine >= line.maxCalls) return { ok: false, why: "overload" };
  const route = line.route(called);
  return route ? { ok: true, line, ...route } : { ok: false, why: "not-found" };
}

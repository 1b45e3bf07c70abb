import type { NumberClass } from "../../contract/outgoing.ts";
import type { Settings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import { matchesNumber } from "./matches-number.ts";
import { outgoingOf } from "./outgoing.ts";
import { outsideLines } from "./outside-lines.ts";

/** A trunk to try, and the number as it wants it. */
export type TrunkWay = { line: LineId; number: string };
export type TrunkLoad = { down: (line: LineId) => boolean; calls: (line: LineId) => number };

/**
 * The trunks that can take this number, in the order they are tried: those that are up by their own order, then those that seem down,
 * for what is known of them may be old. Full ones are left out. Emergency calls try every trunk there is.
 */
export function trunksOut(settings: Settings, number: string, kind: NumberClass, load: TrunkLoad): TrunkWay[] {
  const urgent = kind === "emergency";
  const { trunks } = outgoingOf(settings);
  const able = outsideLines(settings)
    .filter((t) => t.enabled && t.callsOut)
    .filter((t) => urgent || (trunks.find((o) => o.trunk === t.id)?.classes ?? [kind]).includes(kind))
    .filter((t) => urgent || load.calls(t.id) < t.maxCalls)
    .sort((a, b) => a.order - b.order)
    .map((t) => t.id);
  const order = [...able.filter((line) => !load.down(line)), ...able.filter((line) => load.down(line))];
  return order.map((line) => ({ line, number: rewritten(settings, line, number) }));
}

function rewritten(settings: Settings, line: LineId, number: string): string {
  const rule = outgoingOf(settings)
    .trunks.find((t) => t.trunk === line)
    ?.rewrite.find((r) => matchesNumber(r.pattern, number));
  return rule ? `${rule.prepend}${number.slice(rule.strip)}` : number;
}

/** A trunk that could not take the call; a busy or silent callee is the same over another one. */
export const triesNext = (why: string, status: number | undefined): boolean =>
  why === "line-failed" || why === "overload" || why === "no-media" || (status !== undefined && status >= 500 && status < 600);

import { type EndReason, endReasons } from "../../../appliance/contract/end-reason.ts";
import type { CallRecord } from "../../../appliance/contract/records.ts";

export type Outcome = { tone: "live" | "plain" | "lost" | "broken"; words: { zh: string; en: string } };

const broken: ReadonlySet<EndReason> = new Set([
  "no-media",
  "line-failed",
  "overload",
  "silent-line",
  "shutdown",
  "cut-off",
  "fault",
]);
const plain: ReadonlySet<EndReason> = new Set(["hangup", "answered-elsewhere", "flow-end", "transferred"]);

/** How a call came out, in words; undefined words of an unknown reason are the reason itself. */
export function outcomeOf(call: Pick<CallRecord, "endedAtMs" | "endReason" | "cutOff">): Outcome | undefined {
  if (call.endedAtMs === undefined && !call.cutOff) return undefined;
  const reason = call.cutOff ? "cut-off" : call.endReason;
  if (reason === undefined) return { tone: "plain", words: endReasons.hangup };
  const words = Object.hasOwn(endReasons, reason) ? endReasons[reason] : { zh: reason, en: reason };
  return { tone: broken.has(reason) ? "broken" : plain.has(reason) ? "plain" : "lost", words };
}

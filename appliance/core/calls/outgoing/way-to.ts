import type { EndReason } from "../../../contract/end-reason.ts";
import type { Party } from "../../../contract/line.ts";
import type { Sentence } from "../../../contract/records.ts";
import type { LineId } from "../../../kit/ids.ts";
import { boxMayCall, judgeOutgoing } from "../../lines/outgoing.ts";
import { planOfPhone } from "../../lines/plan-of-phone.ts";
import { trunksOut } from "../../lines/trunks-out.ts";
import { type CallsState, callsOnLine } from "../call.ts";
import type { CallContext } from "../scene.ts";

export type Way = { party: Party; number: string };
export type NoWay = { why: EndReason; words: Sentence };
/** Lines it was tried over in vain, and room to be left on each. */
export type WayWish = { avoid?: readonly LineId[]; keepFree?: number };

/** How the box itself reaches a number: a colleague's phone, or the first line that is up and has room. */
export function wayTo(
  state: CallsState,
  { settings, lineDown }: Pick<CallContext, "settings" | "lineDown">,
  number: string,
  { avoid = [], keepFree = 0 }: WayWish = {},
): Way | NoWay {
  const plan = planOfPhone(settings, number);
  if (plan.kind === "phone" && avoid.length === 0) return { party: { kind: "phone", phone: plan.phone }, number: plan.phone };
  if (!boxMayCall(settings, number))
    return { why: "blocked", words: { en: `The box may not call ${number}.`, zh: `设备无权呼叫 ${number}。` } };
  const { class: kind } = judgeOutgoing(settings, number, {});
  const load = { down: lineDown, calls: (line: LineId) => callsOnLine(state, line) + keepFree };
  const way = trunksOut(settings, number, kind, load).find(({ line }) => !avoid.includes(line));
  if (!way) return { why: "line-failed", words: { en: "No line leads outside.", zh: "没有可用的外线。" } };
  return { party: { kind: "line", line: way.line }, number: way.number };
}

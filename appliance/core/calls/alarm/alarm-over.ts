import type { EndReason } from "../../../contract/end-reason.ts";
import type { Scene } from "../scene.ts";

/** However it ends, the dialer hears of it; once. */
export function alarmCallOver({ call, out }: Scene, why: EndReason): void {
  if (!call.alarm) return;
  const { line } = call.alarm;
  out.push({ care: { on: "care.over", call: call.record.id, why, ...(line ? { line } : {}) } });
}

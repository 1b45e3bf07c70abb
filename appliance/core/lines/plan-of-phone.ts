import type { Settings } from "../../contract/settings.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { matchesNumber } from "./admit.ts";
import type { PhonePlan } from "./phone-plan.ts";
import { starPlan } from "./star-plan.ts";

export function planOfPhone(settings: Settings, dialled: string): PhonePlan {
  const number = dialled.replace(/#$/, "");
  if (number.startsWith("*")) return starPlan(settings, number);
  const phone = settings.phones.find((p) => p.id === number && p.enabled);
  if (phone) return { kind: "phone", phone: phone.id as PhoneId };
  // The house's own hotline number works from inside too.
  for (const trunk of settings.trunks) {
    const route = trunk.enabled ? trunk.numbers.find((n) => matchesNumber(n.pattern, number)) : undefined;
    if (route) return { kind: "flow", flow: route.flow };
  }
  const out = lineOut(settings);
  return out && /^\+?[0-9]{3,20}$/.test(number) ? { kind: "outside", line: out, number } : { kind: "unknown" };
}

/** The line that takes calls to the world outside: the first in order that has somewhere to send them. */
export function lineOut({ trunks }: Settings): LineId | undefined {
  const able = trunks.filter((t) => t.enabled && t.host).sort((a, b) => a.order - b.order);
  return able[0]?.id as LineId | undefined;
}

import type { Settings } from "../../contract/settings.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { isDialable, isEmergency } from "./number-class.ts";
import { outgoingOf } from "./outgoing.ts";
import { outsideLines } from "./outside-lines.ts";
import type { PhonePlan } from "./phone-plan.ts";
import { starPlan } from "./star-plan.ts";

export function planOfPhone(settings: Settings, dialled: string): PhonePlan {
  const number = dialled.replace(/#$/, "");
  if (number.startsWith("*")) return starPlan(settings, number);
  const outside = outsideNumber(settings, number);
  const line = lineOut(settings);
  // Whoever calls for help gets through before anything in the house can catch the number.
  if (line && outside && isEmergency(settings, outside)) return { kind: "outside", line, number: outside };
  const phone = settings.phones.find((p) => p.id === number && p.enabled);
  if (phone) return { kind: "phone", phone: phone.id as PhoneId };
  // The house's own hotline number works from inside too.
  for (const { enabled, ownNumber } of outsideLines(settings)) {
    const route = enabled ? ownNumber(number) : undefined;
    if (route) return { kind: "flow", flow: route.flow };
  }
  return line && outside && isDialable(outside) ? { kind: "outside", line, number: outside } : { kind: "unknown" };
}

/** The number without the digits that lead outside; none when they are wanted and missing. Emergency numbers do without. */
function outsideNumber(settings: Settings, number: string): string | undefined {
  const { prefix } = outgoingOf(settings);
  if (!prefix || isEmergency(settings, number)) return number;
  return number.startsWith(prefix) ? number.slice(prefix.length) : undefined;
}

/** The line that takes calls to the world outside: the first in order that has somewhere to send them. */
function lineOut(settings: Settings): LineId | undefined {
  const able = outsideLines(settings).filter((line) => line.enabled && line.callsOut);
  return able.sort((a, b) => a.order - b.order)[0]?.id;
}

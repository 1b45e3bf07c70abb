import type { Settings } from "../../contract/settings.ts";
import type { LineId, PhoneId } from "../../kit/ids.ts";
import { matchesNumber } from "./admit.ts";

/** What an agent does by keys alone. */
export type Star =
  | { kind: "star"; act: "login" | "logout" | "ready" | "wrap-up-done"; code?: string }
  | { kind: "star"; act: "not-ready"; reason: string };

/** What a phone means by what it dials. */
export type PhonePlan =
  | Star
  | { kind: "phone"; phone: PhoneId }
  | { kind: "flow"; flow: string }
  | { kind: "outside"; line: LineId; number: string }
  | { kind: "unknown" };

/** `*41` in, `*42` out, `*43` ready, `*44` not ready with the n-th reason, `*45` wrap-up done. */
const starCodes = { login: "*41", logout: "*42", ready: "*43", notReady: "*44", wrapUpDone: "*45" } as const;

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

function starPlan(settings: Settings, number: string): PhonePlan {
  const rest = number.slice(3);
  switch (number.slice(0, 3)) {
    case starCodes.login:
      return { kind: "star", act: "login", ...(rest ? { code: rest } : {}) };
    case starCodes.logout:
      return { kind: "star", act: "logout" };
    case starCodes.ready:
      return { kind: "star", act: "ready" };
    case starCodes.notReady: {
      const reason = settings.reasons[Number(rest || "1") - 1];
      return reason ? { kind: "star", act: "not-ready", reason: reason.code } : { kind: "unknown" };
    }
    case starCodes.wrapUpDone:
      return { kind: "star", act: "wrap-up-done" };
    default:
      return { kind: "unknown" };
  }
}

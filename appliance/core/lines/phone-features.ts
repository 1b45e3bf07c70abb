import type { PhoneFeatureChange, PhoneFeatures } from "../../contract/phone-features.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { judgeOutgoing } from "./outgoing.ts";
import { planOfPhone } from "./plan-of-phone.ts";

/** Only phones with something set are in it. */
export type FeaturesByPhone = Partial<Record<PhoneId, PhoneFeatures>>;

const none: PhoneFeatures = { forward: {}, doNotDisturb: false };
export const featuresOf = (all: FeaturesByPhone | undefined, phone: PhoneId): PhoneFeatures => all?.[phone] ?? none;

/** Takes a change in; a phone with nothing set is forgotten. */
export function changeFeature(all: FeaturesByPhone, phone: PhoneId, change: PhoneFeatureChange): void {
  const now = featuresOf(all, phone);
  const next: PhoneFeatures = { ...now, forward: { ...now.forward } };
  switch (change.what) {
    case "do-not-disturb":
      next.doNotDisturb = change.on;
      break;
    case "no-forward":
      if (change.when === "all") next.forward = {};
      else delete next.forward[change.when];
      break;
    case "forward":
      setForward(next.forward, change);
      break;
  }
  if (Object.keys(next.forward).length === 0 && !next.doNotDisturb) delete all[phone];
  else all[phone] = next;
}

function setForward(forward: PhoneFeatures["forward"], change: Extract<PhoneFeatureChange, { what: "forward" }>): void {
  const { to } = change;
  switch (change.when) {
    case "always":
    case "busy":
      forward[change.when] = { to };
      return;
    case "noAnswer":
      forward.noAnswer = { to, afterMs: change.afterMs };
      return;
    case "hours":
      forward.hours = { to, calendar: change.calendar, while: change.while };
      return;
  }
}

export type ForwardTarget = { kind: "phone"; phone: PhoneId } | { kind: "outside"; number: string };
/** Where a forward of this phone leads; nothing when there is no such place or the phone itself may not call it. Nobody is there to type a PIN. */
export function forwardTarget(settings: Settings, phone: PhoneId, to: string): ForwardTarget | undefined {
  const plan = planOfPhone(settings, to);
  if (plan.kind === "phone") return plan.phone === phone ? undefined : plan;
  if (plan.kind !== "outside") return undefined;
  const { number } = plan;
  return judgeOutgoing(settings, number, { phone }).may === "yes" ? { kind: "outside", number } : undefined;
}

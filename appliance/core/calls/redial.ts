import type { PhoneId } from "../../kit/ids.ts";
import type { PhonePlan } from "../lines/phone-plan.ts";
import type { CallsState } from "./call.ts";
import type { CallContext } from "./scene.ts";

/** What a phone dialled last; empty when nothing is known. */
export const lastDialled = (state: CallsState, phone: PhoneId): string =>
  (Object.hasOwn(state.dialled ?? {}, phone) ? state.dialled?.[phone] : undefined) ?? "";

/** Numbers of people are remembered, codes are not; phones that are gone are forgotten. */
export function remember(state: CallsState, { settings }: CallContext, phone: PhoneId, plan: PhonePlan): void {
  const number = plan.kind === "outside" ? plan.number : plan.kind === "phone" ? plan.phone : undefined;
  if (number === undefined) return;
  const known = new Set(settings.phones.map((p) => p.id));
  const kept = Object.entries(state.dialled ?? {}).filter(([id]) => known.has(id));
  state.dialled = { ...Object.fromEntries(kept), [phone]: number };
}

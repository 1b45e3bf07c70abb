import type { NumberClass, OutgoingRole } from "../../../appliance/contract/outgoing.ts";

export type Right = "yes" | "pin" | "no";
/** Emergency numbers are always allowed and blocked ones never, whatever a role says. */
export const isFixed = (kind: NumberClass): boolean => kind === "emergency" || kind === "blocked";

export const rightOf = (role: OutgoingRole, kind: NumberClass): Right =>
  role.allow.includes(kind) ? "yes" : role.withPin.includes(kind) ? "pin" : "no";

/** The role with another right for one class; a class is never in both lists. */
export function withRight(role: OutgoingRole, kind: NumberClass, right: Right): OutgoingRole {
  const without = (list: readonly NumberClass[]) => list.filter((k) => k !== kind);
  return {
    ...role,
    allow: right === "yes" ? [...without(role.allow), kind] : without(role.allow),
    withPin: right === "pin" ? [...without(role.withPin), kind] : without(role.withPin),
  };
}

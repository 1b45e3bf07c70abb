import { defaultOutgoing, type NumberClass, type OutgoingRole, usualRole } from "../../contract/outgoing.ts";
import type { PinOwner } from "../../contract/pin.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AgentId, PhoneId } from "../../kit/ids.ts";
import { classWords } from "./class-words.ts";
import { classOfNumber } from "./number-class.ts";

/** Who wants to call: a phone, and who is logged in there. Neither: the box itself. A role counts before both; for tests of rules. */
export type Dialler = { phone?: PhoneId; agent?: AgentId; role?: string };
export type OutgoingVerdict = {
  class: NumberClass;
  role: string;
  may: "yes" | "with-pin" | "no";
  why: Sentence;
  /** Whose PIN opens it, first choice first. */
  owners: PinOwner[];
};

export const outgoingOf = (settings: Settings) => settings.outgoing ?? defaultOutgoing;

/** His own role wherever he sits, else the phone's, else the usual one. */
function roleOf(settings: Settings, { phone, agent, role }: Dialler): OutgoingRole {
  const { roles, usual } = outgoingOf(settings);
  const wanted =
    role ??
    settings.agents.find((a) => a.id === agent)?.outgoing ??
    settings.phones.find((p) => p.id === phone)?.outgoing ??
    usual;
  return roles.find((r) => r.id === wanted) ?? usualRole;
}

/** May this number be called, and by what right. */
export function judgeOutgoing(settings: Settings, number: string, who: Dialler): OutgoingVerdict {
  const kind = classOfNumber(settings, number);
  const role = roleOf(settings, who);
  const own: PinOwner[] = who.agent ? [`agent:${who.agent}`] : who.phone ? [`phone:${who.phone}`] : [];
  const owners: PinOwner[] = [...own, `role:${role.id}`];
  const name = classWords[kind];
  const may = mayCall(role, kind);
  const verdict = {
    yes: { en: "allowed", zh: "允许" },
    "with-pin": { en: "allowed with a PIN", zh: "凭 PIN 允许" },
    no: { en: "not allowed", zh: "不允许" },
  }[may];
  const why = {
    en: `${number} is ${name.en}: ${kind === "emergency" ? "always allowed" : `${verdict.en} for role "${role.name}"`}`,
    zh: `${number} 属于${name.zh}：${kind === "emergency" ? "始终允许" : `角色“${role.name}”${verdict.zh}`}`,
  };
  return { class: kind, role: role.id, may, why, owners };
}

function mayCall({ allow, withPin }: OutgoingRole, kind: NumberClass): OutgoingVerdict["may"] {
  if (kind === "emergency") return "yes";
  if (kind === "blocked") return "no";
  if (allow.includes(kind)) return "yes";
  return withPin.includes(kind) ? "with-pin" : "no";
}

const plainClasses: readonly NumberClass[] = ["internal", "emergency", "local", "mobile", "long-distance"];
/** Numbers that flows and forwards of the box lead to: plain ones always, others as far as the usual role goes without a PIN. */
export function boxMayCall(settings: Settings, number: string): boolean {
  const kind = classOfNumber(settings, number);
  return plainClasses.includes(kind) || mayCall(roleOf(settings, {}), kind) === "yes";
}

import type { LiveState } from "../../../appliance/contract/live.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { DoctorChoice } from "../../data/doctor.ts";

/** What can be examined. `kind` as reports have it; trunks of every kind are one. */
export type SubjectKind = "trunk" | "gsm-modem" | "analog-line" | "gateway-port" | "phone";
export type Subject = {
  key: string;
  id: string;
  name: string;
  kind: SubjectKind;
  isOff: boolean;
  isBusy: boolean;
  number?: string;
  hasBalance?: boolean;
  sends?: boolean;
  receives?: boolean;
};

const lineKinds: readonly string[] = ["gsm-modem", "analog-line", "gateway-port"];
const kindOf = (kind: string): SubjectKind => (lineKinds.includes(kind) ? (kind as SubjectKind) : "trunk");

/** Lines first, then telephones. */
export function subjectsOf({ lines, phones, calls, agents }: LiveState, settings: Settings | undefined): Subject[] {
  const set = new Map((settings?.lines ?? []).map((line) => [line.id, line]));
  const busyPhones = new Set(agents.flatMap(({ phone, call }) => (phone !== undefined && call !== undefined ? [phone] : [])));
  return [
    ...lines.map((line): Subject => {
      const own = set.get(line.id);
      const texts = own && own.kind !== "analog-line" ? own.sms : undefined;
      const number = own?.ownNumber ?? line.number;
      return {
        key: `line/${line.id}`,
        id: line.id,
        name: line.name,
        kind: kindOf(line.kind),
        isOff: line.state === "off",
        isBusy: calls.some((call) => call.line === line.id),
        ...(number && kindOf(line.kind) !== "trunk" ? { number } : {}),
        hasBalance: own?.kind === "gsm-modem" && own.balance !== undefined,
        sends: texts?.send === true,
        receives: texts?.receive === true,
      };
    }),
    ...phones.map(
      ({ id, name }): Subject => ({
        key: `phone/${id}`,
        id,
        name: `${id} ${name}`,
        kind: "phone",
        isOff: false,
        isBusy: busyPhones.has(id),
      }),
    ),
  ];
}

/** Lines that can be called by another for an examination. */
export const partnersOf = (subject: Subject, all: readonly Subject[]): Subject[] =>
  subject.kind === "phone" || (subject.kind !== "analog-line" && subject.number === undefined)
    ? []
    : all.filter(
        (one) =>
          one.key !== subject.key &&
          !one.isOff &&
          one.number !== undefined &&
          (subject.kind !== "analog-line" || one.kind === "analog-line"),
      );

/** What may be asked for, and whether it can be. */
export function choicesOf(subject: Subject, partner: Subject | undefined): { test: DoctorChoice; can: boolean }[] {
  const receives = (one: Subject | undefined): boolean => one?.receives === true && one.number !== undefined;
  const text = { test: "text" as const, can: subject.sends === true && (receives(partner) || receives(subject)) };
  const call = { test: "call" as const, can: partner !== undefined && subject.number !== undefined };
  if (subject.kind === "gsm-modem") return [{ test: "balance", can: subject.hasBalance === true }, text, call];
  return subject.kind === "gateway-port" ? [text, call] : [];
}

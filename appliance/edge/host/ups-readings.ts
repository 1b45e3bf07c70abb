import type { HostKind, HostReading } from "../../contract/host.ts";
import type { UpsAnswer } from "./ask-ups.ts";

/** Words of `ups.status` that are an alarm (NUT developer guide, "Status data"). */
const flags: readonly [HostKind, string][] = [
  ["ups-battery", "OB"],
  ["ups-low", "LB"],
  ["ups-overload", "OVER"],
  ["ups-replace", "RB"],
];
const amounts: readonly [HostKind, string][] = [
  ["ups-charge", "battery.charge"],
  ["ups-load", "ups.load"],
  ["ups-runtime", "battery.runtime"],
];

/** A UPS as readings. One that can't be asked says only that. */
export function upsReadings(name: string, answer: UpsAnswer): HostReading[] {
  const link = { id: "ups-link", kind: "ups-link", label: name } as const;
  if ("why" in answer) return [{ ...link, value: 0, text: answer.why }];
  const { vars } = answer;
  const status = vars.get("ups.status") ?? "";
  const words = new Set(status.split(/\s+/).filter((word) => word !== ""));
  if (words.size === 0) return [{ ...link, value: 0, text: "no status" }];
  const model = vars.get("device.model") ?? vars.get("ups.model") ?? name;
  const readings: HostReading[] = [{ ...link, label: model.slice(0, 60), value: 1, text: status.slice(0, 60) }];
  for (const [kind, word] of flags) readings.push({ id: kind, kind, label: name, value: words.has(word) ? 1 : 0 });
  for (const [kind, variable] of amounts) {
    const value = Number(vars.get(variable));
    if (vars.has(variable) && Number.isFinite(value)) readings.push({ id: kind, kind, label: name, value });
  }
  return readings;
}

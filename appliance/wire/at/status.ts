export type Registration = "not-searching" | "home" | "searching" | "denied" | "unknown" | "roaming";
const registrations: readonly Registration[] = ["not-searching", "home", "searching", "denied", "unknown", "roaming"];

/** TS 27.007 7.2 and 10.1.22: `+CREG: n,stat…` as an answer, `+CREG: stat…` by itself. */
export function readRegistration(line: string): Registration | undefined {
  const found = /^\+C(?:E|G)?REG: *(?:\d,)?(\d)(?:,"|$|,\d)/.exec(line) ?? /^\+C(?:E|G)?REG: *(?:\d,)?(\d)/.exec(line);
  return found ? registrations[Number(found[1])] : undefined;
}

export const isRegistered = (state: Registration | undefined): boolean => state === "home" || state === "roaming";

/** TS 27.007 8.5: `+CSQ: rssi,ber`; 0…31 are -113…-51 dBm, 99 is unknown. */
export function readSignalDbm(line: string): number | undefined {
  const found = /^\+CSQ: *(\d{1,3}),/.exec(line);
  const rssi = Number(found?.[1]);
  return found && rssi <= 31 ? -113 + 2 * rssi : undefined;
}

/** TS 27.007 7.3: the name, when the modem was asked for names (`+COPS=3,0`). */
export const readOperator = (line: string): string | undefined => /^\+COPS: *\d,\d,"([^"]{1,40})"/.exec(line)?.[1];

/** TS 27.007 8.3, and what the error codes of 9.2 say of a SIM that isn't there. */
export type SimState = "ready" | "pin" | "puk" | "missing" | "broken" | "unknown";
export function readSim(line: string): SimState | undefined {
  const found = /^\+CPIN: *(.{1,20})$/.exec(line)?.[1]?.trim();
  if (found === undefined) return undefined;
  if (found === "READY") return "ready";
  if (found === "SIM PIN") return "pin";
  if (found === "SIM PUK") return "puk";
  return found === "NOT INSERTED" || found === "NOT READY" ? "missing" : "unknown";
}
export const simOfError = (code: number): SimState =>
  code === 10 ? "missing" : code === 13 || code === 15 ? "broken" : code === 11 ? "pin" : code === 12 ? "puk" : "unknown";

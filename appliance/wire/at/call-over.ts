import type { EndReason } from "../../contract/end-reason.ts";

/** TS 24.008 10.5.4.11: causes that say something to people. */
const causes: Readonly<Record<number, EndReason>> = {
  1: "not-found",
  17: "busy",
  18: "no-answer",
  19: "no-answer",
  21: "rejected",
  28: "not-found",
};

/** Why a call ended, where a line that came by itself says so. Whether it did end is for the list of calls to say. */
export function readCallOver(line: string): EndReason | undefined {
  if (line === "BUSY") return "busy";
  if (line === "NO ANSWER") return "no-answer";
  // Huawei: ^CEND:<index>,<seconds>,<end status>,<cause>
  const cause = /^\^CEND: *\d{1,2},\d{1,6},\d{1,4},(\d{1,3})$/.exec(line)?.[1];
  return cause === undefined ? undefined : causes[Number(cause)];
}

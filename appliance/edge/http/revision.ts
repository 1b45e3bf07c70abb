import { badRequest, HttpFault } from "./http-fault.ts";
import type { SettingsPlanned, SettingsRefused } from "./http-ports.ts";

/** RFC 9110 13.1.1; the revision is the entity tag. */
export function revisionOf(ifMatch: string | undefined): number {
  const revision = /^"?(\d{1,15})"?$/.exec(ifMatch ?? "")?.[1];
  if (revision !== undefined) return Number(revision);
  throw badRequest(
    "If-Match",
    { zh: "缺少修改所依据的版本号。", en: "The revision that the change was made from is missing." },
    { zh: "请重新载入设置后再保存。", en: "Load the settings and send their ETag as If-Match." },
  );
}

export function accepted(outcome: SettingsPlanned | SettingsRefused): SettingsPlanned {
  if ("fault" in outcome) throw new HttpFault(outcome.fault, outcome.problems);
  return outcome;
}

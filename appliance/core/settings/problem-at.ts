import type { Sentence } from "../../contract/records.ts";
import type { SettingsProblem } from "../../contract/settings.ts";

/** `path` is a JSON pointer (RFC 6901); the document itself is shown as "/". */
export const problemAt = (
  path: string,
  reason: Sentence,
  hint: Sentence,
  severity: SettingsProblem["severity"] = "error",
): SettingsProblem => ({ path: path || "/", severity, reason, hint });

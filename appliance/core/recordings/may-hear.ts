import type { Hearer, RecordingSettings } from "../../contract/recording.ts";
import type { CallRecord, RecordingRow } from "../../contract/records.ts";
import type { Role } from "../../contract/rights.ts";

const usual: readonly Hearer[] = ["administrator", "supervisor"];

/** Whether this person may hear a recording: by the rule it was made under, else by the settings. Agents only ever hear calls of their own. */
export function mayHear(
  person: { role: Role; agent?: string },
  row: Pick<RecordingRow, "hear">,
  call: Pick<CallRecord, "agent"> | undefined,
  { agentsHearOwn }: Pick<RecordingSettings, "agentsHearOwn">,
): boolean {
  const hearers = row.hear ?? (agentsHearOwn === false ? usual : [...usual, "agent" as const]);
  if (person.role !== "agent" && hearers.includes(person.role)) return true;
  return isOwn(person, call) && hearers.includes("agent");
}

/** A call he took himself: he may see what is noted on its recording, and add to it, whoever may hear it. */
export const isOwn = (person: { agent?: string }, call: Pick<CallRecord, "agent"> | undefined): boolean =>
  person.agent !== undefined && call?.agent === person.agent;

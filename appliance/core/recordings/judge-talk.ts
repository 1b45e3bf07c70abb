import type { RecordingSettings } from "../../contract/recording.ts";
import type { CallRecord } from "../../contract/records.ts";
import type { Heard } from "./hear-talk.ts";

/** A tag that the box gives by itself, with what it saw. */
export type OwnTag = { tag: string; text: string; atMs?: number };

/** The offline quality rules (R6): what is worth a supervisor's ear. Texts are figures, readable in any language. */
export function judgeTalk(
  { silenceSec, overlapPercent, holdPercent }: NonNullable<RecordingSettings["quality"]>,
  { talkMs, overlapMs, longestSilence }: Heard,
  call: Pick<CallRecord, "talkMs" | "holdMs"> | undefined,
): OwnTag[] {
  const tags: OwnTag[] = [];
  const silentMs = longestSilence ? longestSilence.toMs - longestSilence.fromMs : 0;
  if (silenceSec !== undefined && silentMs >= silenceSec * 1000)
    tags.push({ tag: "long-silence", text: `${Math.round(silentMs / 1000)} s`, atMs: longestSilence!.fromMs });
  const overlap = percent(overlapMs, talkMs);
  if (overlapPercent !== undefined && overlap > overlapPercent) tags.push({ tag: "overlap", text: `${overlap} %` });
  const { talkMs: spoken = 0, holdMs = 0 } = call ?? {};
  const hold = percent(holdMs, spoken + holdMs);
  if (holdPercent !== undefined && hold > holdPercent) tags.push({ tag: "long-hold", text: `${hold} %` });
  return tags;
}

const percent = (part: number, whole: number): number => (whole > 0 ? Math.round((100 * part) / whole) : 0);

import { signal } from "@preact/signals";
import type { RetentionPreview } from "../../appliance/contract/evidence.ts";
import type { RouteBody, RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";
import { recordingAudio } from "./calls.ts";
import { Fault, isFaultReply } from "./fault.ts";

export type RecordingSearch = RouteQuery<"recordings">;
export type Check = RouteReply<"recordingsCheck">;

export const findRecordings = (query: RecordingSearch, abort?: AbortSignal) =>
  call("recordings", { query, ...(abort ? { signal: abort } : {}) });
export const recordingStory = (id: string) => call("recording", { params: { id } });
export const noteRecording = (id: string, body: RouteBody<"noteRecording">) => call("noteRecording", { params: { id }, body });
export const dropNote = (id: string, note: number) => call("dropRecordingNote", { params: { id, note } });
export const holds = () => call("holds");
export const holdRecording = (body: RouteBody<"hold">) => call("hold", { body });
export const releaseHold = (id: number) => call("releaseHold", { params: { id } });
export const retentionPreview = () => call("retentionPreview");
/** Which calls would be emptied were they kept for so many days. */
export const callsGoing = (days: number) => call("callsGoing", { query: { days } });
export const runRetention = ({ revision, atMs }: RetentionPreview) => call("runRetention", { body: { revision, atMs } });
export const retentionRuns = () => call("retentionRuns");
export const startCheck = () => call("verifyRecordings");
export const recordingsCheck = (): Promise<Check> => call("recordingsCheck");
export const samples = () => call("qualitySamples");
export const sample = (id: number) => call("qualitySample", { params: { id } });
export const drawSample = (body: RouteBody<"drawQualitySample">) => call("drawQualitySample", { body });
export const putResult = (id: number, recording: string, body: RouteBody<"putQualityResult">) =>
  call("putQualityResult", { params: { id, recording }, body });

/** Reasons given since this page was loaded: who says why once is not asked again for the same recording. */
const reasons = signal<Record<string, string>>({});
export const reasonFor = (id: string): string | undefined => reasons.value[id];

/**
 * Asks the box whether the recording may be heard now, before a player does: a player can't tell what was wrong.
 * "reason" when the box wants one; any other refusal is thrown.
 */
export async function hearing(id: string, reason: string | undefined): Promise<{ src: string } | "reason"> {
  const src = recordingAudio(id) + (reason ? `?${new URLSearchParams({ reason })}` : "");
  const fault = await refusalOf(src, { range: "bytes=0-0" });
  if (fault?.reply?.code === "reason-wanted") return "reason";
  if (fault) throw fault;
  if (reason) reasons.value = { ...reasons.value, [id]: reason };
  return { src };
}

/** The sound with its proof as a file; "reason" as above. */
export async function recordingProof(id: string, reason: string | undefined): Promise<Blob | "reason"> {
  const url = address("recordingProof", { id }) + (reason ? `?${new URLSearchParams({ reason })}` : "");
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => {
    throw new Fault("unreachable");
  });
  if (response.ok) return response.blob();
  const fault = await faultIn(response);
  if (fault.reply?.code === "reason-wanted") return "reason";
  throw fault;
}

async function refusalOf(url: string, headers: Record<string, string>): Promise<Fault | undefined> {
  const response = await fetch(url, { headers, credentials: "same-origin" }).catch(() => {
    throw new Fault("unreachable");
  });
  if (response.ok) {
    await response.body?.cancel();
    return undefined;
  }
  return faultIn(response);
}

async function faultIn(response: Response): Promise<Fault> {
  const body: unknown = await response.json().catch(() => undefined);
  return isFaultReply(body) ? new Fault("refused", response.status, body) : new Fault("strange", response.status);
}

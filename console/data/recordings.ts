import { signal } from "@preact/signals";
import type { CallRecord, RecordingRow } from "../../appliance/contract/records.ts";
import type { RouteBody, RouteQuery } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";
import { recordingAudio } from "./calls.ts";
import { Fault, isFaultReply } from "./fault.ts";

export type RecordingSearch = RouteQuery<"recordings">;
export type FoundRecording = { recording: RecordingRow; call?: CallRecord; tags: string[] };
export type RecordingNote = { n: number; atMs: number | null; tag: string | null; text: string; by: string; madeAtMs: number };
export type RecordingAccess = {
  recording: string;
  atMs: number;
  who: string;
  address: string;
  how: "heard" | "exported";
  reason: string;
};
export type ChainLink = { n: number; kind: "made" | "derived" | "deleted"; body: string; hash: string };
export type RecordingStory = {
  recording: RecordingRow;
  call?: CallRecord;
  format?: "wav" | "opus" | "mp3";
  sealed?: boolean;
  bytes?: number;
  notes: RecordingNote[];
  links: ChainLink[];
  accesses: RecordingAccess[];
};
export type Hold = {
  n: number;
  recording: string | null;
  call: string | null;
  reason: string;
  by: string;
  atMs: number;
  untilMs: number | null;
  releasedAtMs: number | null;
  releasedBy: string | null;
};
export type RetentionPreview = {
  revision: string;
  atMs: number;
  count: number;
  bytes: number;
  held: number;
  more: boolean;
  going: { id: string; why: string; bytes: number; startedAtMs: number }[];
};
export type RetentionRun = { n: number; atMs: number; by: string; deleted: number; bytes: number; held: number };
export type Finding = { what: string; recording?: string; n?: number; words: { zh: string; en: string } };
export type Check = {
  startedAtMs?: number;
  recordings?: number;
  endedAtMs?: number;
  found?: { links: number; recordings: number; findings: Finding[]; more?: boolean };
};
export type Sample = { n: number; madeAtMs: number; by: string; fromMs: number; toMs: number; perAgent: number; seed: string };
export type SampleResult = {
  recording: string;
  agent: string;
  score: number | null;
  note: string | null;
  by: string | null;
  atMs: number | null;
};

export const findRecordings = async (query: RecordingSearch, abort?: AbortSignal): Promise<FoundRecording[]> =>
  (await call("recordings", { query, ...(abort ? { signal: abort } : {}) })) as FoundRecording[];
export const recordingStory = async (id: string): Promise<RecordingStory> =>
  (await call("recording", { params: { id } })) as RecordingStory;
export const noteRecording = (id: string, body: RouteBody<"noteRecording">) => call("noteRecording", { params: { id }, body });
export const dropNote = (id: string, note: number) => call("dropRecordingNote", { params: { id, note } });
export const holds = async (): Promise<Hold[]> => (await call("holds")) as Hold[];
export const holdRecording = (body: RouteBody<"hold">) => call("hold", { body });
export const releaseHold = (id: number) => call("releaseHold", { params: { id } });
export const retentionPreview = async (): Promise<RetentionPreview> => (await call("retentionPreview")) as RetentionPreview;
export const runRetention = async ({ revision, atMs }: RetentionPreview): Promise<RetentionPreview> =>
  (await call("runRetention", { body: { revision, atMs } })) as RetentionPreview;
export const retentionRuns = async (): Promise<RetentionRun[]> => (await call("retentionRuns")) as RetentionRun[];
export const startCheck = async (): Promise<Check> => (await call("verifyRecordings")) as Check;
export const recordingsCheck = async (): Promise<Check> => (await call("recordingsCheck")) as Check;
export const samples = async (): Promise<Sample[]> => (await call("qualitySamples")) as Sample[];
export const sample = async (id: number): Promise<Sample & { results: SampleResult[] }> =>
  (await call("qualitySample", { params: { id } })) as Sample & { results: SampleResult[] };
export const drawSample = async (body: RouteBody<"drawQualitySample">): Promise<{ sample: number }> =>
  (await call("drawQualitySample", { body })) as { sample: number };
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

import type { Readable } from "node:stream";
import type { FaultCode } from "../../contract/faults.ts";
import type { RecordingRow } from "../../contract/records.ts";

/** A recording's sound, whatever form it lies in. */
export type SoundPort = {
  bytes: number;
  type: string;
  read(first?: number, last?: number): Readable;
  close(): Promise<void>;
};
type Act =
  | { act: "note"; recording: string; atMs?: number; tag?: string; text: string; by: string; madeAtMs: number }
  | { act: "dropNote"; recording: string; note: number }
  | { act: "hold"; recording?: string; call?: string; reason: string; by: string; atMs: number; untilMs?: number }
  | { act: "release"; hold: number; by: string; atMs: number }
  | { act: "access"; recording: string; who: string; address: string; how: "heard" | "exported"; reason: string; atMs: number }
  | {
      act: "sample";
      by: string;
      atMs: number;
      fromMs: number;
      toMs: number;
      perAgent: number;
      seed: string;
      chosen: { recording: string; agent: string }[];
    }
  | { act: "result"; sample: number; recording: string; score: number; note: string; by: string; atMs: number };

/** Rows about recordings; the store serves them as it is. What is refused is thrown with the code "not-found". */
export type EvidencePort = {
  recordingAct(act: Act): Promise<number>;
  recordingPlace(id: string): { path: string; format: string; sealed: boolean; bytes: number } | undefined;
  recordingNotes(id: string): { n: number; by: string }[];
  recordingHolds(): unknown[];
  recordingAccesses(id: string): unknown[];
  accessesOf(who: string): unknown[];
  chainLinksOf(id: string): unknown[];
  retentionRuns(): unknown[];
  qualitySamples(): { n: number }[];
  qualityResults(sample: number): { recording: string; agent: string }[];
  audibleTalks(fromMs: number, toMs: number): { recording: string; agent: string }[];
  findRecordings(query: Record<string, string | number | undefined>): { recording: RecordingRow }[];
};

export type PreviewPort = {
  revision: string;
  atMs: number;
  bytes: number;
  held: number;
  more: boolean;
  going: { id: string; why: string; bytes: number; startedAtMs: number }[];
};
/** What is done with recordings' files. */
export type RecordingsPort = {
  /** Rejects when the file is not there, damaged, or can't be opened. */
  open(id: string): Promise<SoundPort>;
  peaks(id: string, buckets: number): Promise<{ durationMs: number; left: number[]; right: number[] }>;
  proof(id: string, by: string, reason: string): Promise<Readable>;
  preview(): Promise<PreviewPort>;
  runRetention(by: string, wanted: { revision: string; atMs: number }): Promise<PreviewPort | { fault: FaultCode }>;
  verify(): object;
  verifying(): object | undefined;
};

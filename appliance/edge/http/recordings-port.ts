import type { Readable } from "node:stream";
import type {
  CallsGoing,
  ChainLink,
  EvidenceAct,
  FoundRecording,
  QualityResult,
  QualitySample,
  RecordingAccess,
  RecordingHold,
  RecordingNote,
  RecordingStory,
  RecordingsCheck,
  RetentionPreview,
  RetentionRun,
} from "../../contract/evidence.ts";
import type { FaultCode } from "../../contract/faults.ts";
import type { TalkToDraw } from "../../core/recordings/fit-to-draw.ts";

/** A recording's sound, whatever form it lies in. */
export type SoundPort = {
  bytes: number;
  type: string;
  read(first?: number, last?: number): Readable;
  close(): Promise<void>;
};
/** Rows about recordings; the store serves them as it is. What is refused is thrown with the code "not-found". */
export type EvidencePort = {
  recordingAct(act: EvidenceAct): Promise<number>;
  recordingPlace(
    id: string,
  ): { path: string; format: NonNullable<RecordingStory["format"]>; sealed: boolean; bytes: number } | undefined;
  recordingNotes(id: string): RecordingNote[];
  recordingHolds(): RecordingHold[];
  recordingAccesses(id: string): RecordingAccess[];
  accessesOf(who: string): RecordingAccess[];
  chainLinksOf(id: string): ChainLink[];
  retentionRuns(): RetentionRun[];
  qualitySamples(): QualitySample[];
  qualityResults(sample: number): QualityResult[];
  /** `talkMs`: as the call's row has it, else how long the call lasted. */
  audibleTalks(fromMs: number, toMs: number): TalkToDraw[];
  findRecordings(query: Record<string, string | number | undefined>): FoundRecording[];
};

export type PreviewPort = Omit<RetentionPreview, "count">;
/** What is done with recordings' files. */
export type RecordingsPort = {
  /** Rejects when the file is not there, damaged, or can't be opened. */
  open(id: string): Promise<SoundPort>;
  peaks(id: string, buckets: number): Promise<{ durationMs: number; left: number[]; right: number[] }>;
  proof(id: string, by: string, reason: string): Promise<Readable>;
  preview(): Promise<PreviewPort>;
  runRetention(by: string, wanted: { revision: string; atMs: number }): Promise<PreviewPort | { fault: FaultCode }>;
  /** Which calls a rule that keeps them for so many days would take now. */
  callsGoing(keepDays: number): Promise<CallsGoing>;
  verify(): RecordingsCheck;
  verifying(): RecordingsCheck | undefined;
};

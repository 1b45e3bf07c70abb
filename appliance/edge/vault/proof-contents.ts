import type { ChainLink } from "../../contract/evidence.ts";
import type { CallRecord, RecordingRow, TraceEntry } from "../../contract/records.ts";

/** The recording's own links with what they follow, and the links after them by hash alone: whose they are is nobody's business. */
export type ProofChain = {
  own: (ChainLink & { before: string })[];
  after: { n: number; kind: string; bodyHash: string; hash: string }[];
};
export type Proof = {
  recording: RecordingRow;
  call: CallRecord | undefined;
  trace: TraceEntry[];
  chain: ProofChain;
  sound: { name: string; sha256: string; bytes: number };
  by: string;
  reason: string;
  atMs: number;
  site: string;
  timeZone: string;
};

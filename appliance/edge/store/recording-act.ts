import type { EvidenceAct } from "../../contract/evidence.ts";

/** What happens to recordings that are finished; times are epoch milliseconds. */
export type RecordingAct =
  /** Lies elsewhere now; `derived`: it is another form of the sound, and the chain says so. */
  | {
      act: "moved";
      recording: string;
      path: string;
      format: string;
      sealed: boolean;
      bytes: number;
      sha256: string;
      derived: boolean;
      leftover: string;
      atMs: number;
    }
  | { act: "leftoverGone"; recording: string }
  | { act: "worked"; recording: string; work: string; done: boolean; fault?: string; atMs: number }
  | { act: "delete"; items: { recording: string; why: string }[]; by: string; atMs: number }
  | { act: "filesGone"; recordings: string[] }
  | EvidenceAct
  | { act: "retention"; plan: string; deleted: number; bytes: number; held: number; by: string; atMs: number };

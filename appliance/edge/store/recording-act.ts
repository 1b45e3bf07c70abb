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
  | { act: "note"; recording: string; atMs?: number; tag?: string; text: string; by: string; madeAtMs: number }
  | { act: "dropNote"; recording: string; note: number }
  | { act: "hold"; recording?: string; call?: string; reason: string; by: string; atMs: number; untilMs?: number }
  | { act: "release"; hold: number; by: string; atMs: number }
  | { act: "access"; recording: string; who: string; address: string; how: "heard" | "exported"; reason: string; atMs: number }
  | { act: "retention"; plan: string; deleted: number; bytes: number; held: number; by: string; atMs: number }
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

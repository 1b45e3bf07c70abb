/** Single changes to drafts and scripts that somebody waits for. `rev` is the draft's that was read; 0: there was none. */
export type FlowOp =
  | { op: "flow.draft"; flow: string; document: string; by: string; atMs: number; base: number; rev: number }
  | { op: "flow.dropDraft"; flow: string; rev?: number }
  | { op: "flow.script"; flow: string; id: string; document: string; by: string; atMs: number }
  | { op: "flow.dropScript"; flow: string; id: string };

import type { FlowScript } from "./flow-script.ts";

/** One version of a flow that was in force; the newest is, unless the flow was removed. */
export type FlowVersionRow = {
  flow: string;
  n: number;
  by: string;
  atMs: number;
  note: string;
  /** Of the settings with which it came into force. */
  revision: number;
  /** The flow was taken out of the settings. */
  removed: boolean;
};

/** What is being worked on. The document may be unfinished: only publishing wants it whole. */
export type FlowDraftRow = {
  flow: string;
  document: unknown;
  by: string;
  atMs: number;
  /** The version it was begun from; 0 for a new flow. */
  base: number;
  /** Rises with each save; name it when saving again. */
  rev: number;
};

export type FlowScriptRow = FlowScript & { flow: string; by: string; atMs: number };

/** A line of the list of flows. */
export type FlowListRow = {
  id: string;
  name: string;
  /** In force; missing for a flow that was never published. */
  version?: Omit<FlowVersionRow, "flow" | "removed">;
  nodes: number;
  scripts: number;
  /** It was taken out of the settings: by whom, and which version was the last in force. */
  removed?: { by: string; atMs: number; last: number };
  /** `stale`: another version came into force since it was begun. */
  draft?: Omit<FlowDraftRow, "flow" | "document"> & { stale: boolean };
};

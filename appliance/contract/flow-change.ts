import type { Sentence } from "./records.ts";

/**
 * One difference between two versions of a flow. `path` is a JSON pointer into the document (RFC 6901); `from` is missing where nothing was,
 * `to` where nothing is any more. "exit": an edge that leads elsewhere; "place": only the drawing changed.
 */
export type FlowChange = {
  kind: "flow" | "node-added" | "node-removed" | "node" | "exit" | "place";
  op: "add" | "remove" | "replace";
  path: string;
  node?: string;
  from?: unknown;
  to?: unknown;
  words: Sentence;
};

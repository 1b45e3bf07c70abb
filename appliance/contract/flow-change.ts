import Type, { type Static } from "typebox";
import { Sentence } from "./words.ts";

const closed = { additionalProperties: false } as const;

/**
 * One difference between two versions of a flow. `path` is a JSON pointer into the document (RFC 6901); `from` is missing where nothing was,
 * `to` where nothing is any more. "exit": an edge that leads elsewhere; "place": only the drawing changed.
 */
export const FlowChange = Type.Object(
  {
    kind: Type.Enum(["flow", "node-added", "node-removed", "node", "exit", "place"]),
    op: Type.Enum(["add", "remove", "replace"]),
    path: Type.String(),
    node: Type.Optional(Type.String()),
    from: Type.Optional(Type.Unknown()),
    to: Type.Optional(Type.Unknown()),
    words: Sentence,
  },
  closed,
);
export type FlowChange = Static<typeof FlowChange>;

import Type, { type Static } from "typebox";
import { FlowScript } from "./flow-script.ts";

const closed = { additionalProperties: false } as const;

/** One version of a flow that was in force; the newest is, unless the flow was removed. */
export const FlowVersionRow = Type.Object(
  {
    flow: Type.String(),
    n: Type.Number(),
    by: Type.String(),
    atMs: Type.Number(),
    note: Type.String(),
    /** Of the settings with which it came into force. */
    revision: Type.Number(),
    /** The flow was taken out of the settings. */
    removed: Type.Boolean(),
  },
  closed,
);
export type FlowVersionRow = Static<typeof FlowVersionRow>;

/** What is being worked on. The document may be unfinished: only publishing wants it whole. */
export const FlowDraftRow = Type.Object(
  {
    flow: Type.String(),
    document: Type.Unknown(),
    by: Type.String(),
    atMs: Type.Number(),
    /** The version it was begun from; 0 for a new flow. */
    base: Type.Number(),
    /** Rises with each save; name it when saving again. */
    rev: Type.Number(),
  },
  closed,
);
export type FlowDraftRow = Static<typeof FlowDraftRow>;

export const FlowScriptRow = Type.Object(
  { ...FlowScript.properties, flow: Type.String(), by: Type.String(), atMs: Type.Number() },
  closed,
);
export type FlowScriptRow = Static<typeof FlowScriptRow>;

/** A line of the list of flows. */
export const FlowListRow = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    /** In force; missing for a flow that was never published. */
    version: Type.Optional(Type.Omit(FlowVersionRow, ["flow", "removed"], closed)),
    nodes: Type.Number(),
    scripts: Type.Number(),
    /** It was taken out of the settings: by whom, and which version was the last in force. */
    removed: Type.Optional(Type.Object({ by: Type.String(), atMs: Type.Number(), last: Type.Integer() }, closed)),
    /** `stale`: another version came into force since it was begun. */
    draft: Type.Optional(
      Type.Object({ ...Type.Omit(FlowDraftRow, ["flow", "document"], closed).properties, stale: Type.Boolean() }, closed),
    ),
  },
  closed,
);
export type FlowListRow = Static<typeof FlowListRow>;

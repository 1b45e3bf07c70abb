import type { Sentence } from "../../contract/records.ts";
import type { Language } from "../../contract/words.ts";
import type { Value } from "../expressions/syntax.ts";
import type { LookupAnswer } from "./flow-event.ts";

/** What is known of the call before the flow begins. An empty caller is a withheld number. */
export type FlowFacts = { caller: string; called: string; line: string; calledFirst?: string };
type FlowVariable = { value: Value; label?: Sentence; sensitive: boolean };

/** A running flow; sub-flows stand on top of the flow that called them. */
export type Frame = {
  flow: string;
  node: string;
  /** Menus and inputs on the way here, oldest first: where the back key leads. */
  places: string[];
};

export type FlowEnd =
  /** A hang-up node, or the top flow returned. */
  | "finished"
  | "gone"
  /** The agent or the number the caller was transferred to is done, and nothing follows. */
  | "served"
  /** It couldn't go on and said sorry. */
  | "fault";

/** What it waits for. Everything has a token; an event with any other token is stale. */
type Wait =
  | { kind: "none" }
  | { kind: "play"; token: string; bargeIn: boolean; after: "next" | "end"; why: FlowEnd }
  | { kind: "ask"; play?: string; timer?: string; bargeIn: boolean; triesLeft: number; typed: string }
  | { kind: "record"; phase: "intro" | "recording" | "stopping"; token: string; timer?: string }
  | { kind: "lookup"; token: string; timer?: string; play?: string; answer?: LookupAnswer }
  | { kind: "away"; token: string; at: "queue" | "transfer" | "voicemail" | "survey" }
  | { kind: "over"; why: FlowEnd };

/** The whole of a caller's stay in the flows: plain data, can be stored and taken up again. */
export type FlowState = {
  facts: FlowFacts;
  language: Language;
  variables: Record<string, FlowVariable>;
  frames: Frame[];
  /** Keys pressed ahead of the question. */
  typed: string;
  /** The terminator that may still follow an input that was full already. */
  swallow?: { key: string; untilMs: number };
  /** A secret is ahead (`secret-ahead.ts`): nothing is recorded, and keys may be its own. */
  secret?: true;
  wait: Wait;
  nextToken: number;
  /** Nodes entered since the caller last did anything. */
  quietSteps: number;
  rescues: number;
};

export const isOver = (state: FlowState): boolean => state.wait.kind === "over";

/** A copy that can be changed without touching the original. */
export const copyState = (state: FlowState): FlowState => ({
  ...state,
  variables: { ...state.variables },
  frames: state.frames.map((frame) => ({ ...frame, places: [...frame.places] })),
  wait: { ...state.wait },
});

import type { Language } from "../../contract/words.ts";
import type { Value } from "../expressions/syntax.ts";
import { settle } from "./enter.ts";
import type { FlowContext, FlowLibrary } from "./flow-context.ts";
import type { FlowEffect } from "./flow-effect.ts";
import type { FlowEvent } from "./flow-event.ts";
import type { FlowFacts, FlowState } from "./flow-state.ts";
import { hear } from "./hear.ts";
import { Run } from "./run.ts";

/** Where a flow may begin other than at its start: with a node, a language or variables known beforehand. */
export type FlowStart = { node?: string; language?: Language; variables?: Readonly<Record<string, Value>> };

/** A flow that is about to begin; it does with the event `started`. A flow that isn't there will say sorry. */
export function startFlow(library: FlowLibrary, flowId: string, facts: FlowFacts, from: FlowStart = {}): FlowState {
  const flow = library.flows.find((f) => f.id === flowId);
  return {
    facts: { ...facts },
    language: from.language ?? flow?.languageDefault ?? "zh",
    variables: Object.fromEntries(
      Object.entries(from.variables ?? {}).map(([name, value]) => [name, { value, sensitive: false }]),
    ),
    frames: [{ flow: flowId, node: from.node ?? flow?.start ?? "", places: [] }],
    typed: "",
    wait: { kind: "none" },
    nextToken: 1,
    quietSteps: 0,
    rescues: 0,
  };
}

/** The one interpreter. Never throws, whatever the documents and events; stale tokens change nothing. */
export function stepFlow(
  library: FlowLibrary,
  state: FlowState,
  event: FlowEvent,
  context: FlowContext,
): { state: FlowState; effects: FlowEffect[] } {
  if (state.wait.kind === "over") return { state, effects: [] };
  const run = new Run(library, state, context);
  hear(run, event);
  settle(run);
  return { state: run.state, effects: run.effects };
}

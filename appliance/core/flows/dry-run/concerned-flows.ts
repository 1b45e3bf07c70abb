import type { FlowDocument } from "../../../contract/flow.ts";

/** The given flows and those that run them as sub-flows, however far removed. */
export function flowsReaching(flows: readonly FlowDocument[], ids: ReadonlySet<string>): Set<string> {
  const reached = new Set(ids);
  for (let grown = true; grown; ) {
    grown = false;
    for (const flow of flows) {
      if (reached.has(flow.id)) continue;
      if (!Object.values(flow.nodes).some((node) => node.type === "subflow" && reached.has(node.flow))) continue;
      reached.add(flow.id);
      grown = true;
    }
  }
  return reached;
}

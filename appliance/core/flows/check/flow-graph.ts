import type { FlowDocument } from "../../../contract/flow.ts";
import { exitsOf, type FlowExit } from "../flow-exits.ts";

/** "flow/node" → where it leads. */
export type FlowGraph = Map<string, string[]>;

export const graphKey = (flow: string, node: string): string => `${flow}/${node}`;

/** Flows that reach a return over the given kinds of exits. Grows until it stays the same. */
function passable(flows: readonly FlowDocument[], by: readonly FlowExit["by"][]): Set<string> {
  const through = new Set<string>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const flow of flows) {
      if (through.has(flow.id)) continue;
      const seen = new Set<string>();
      const open = [flow.start];
      while (open.length > 0) {
        const id = open.pop()!;
        const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
        if (!node || seen.has(id)) continue;
        seen.add(id);
        if (node.type === "return") {
          through.add(flow.id);
          grown = true;
          break;
        }
        if (node.type === "subflow" && !through.has(node.flow)) continue;
        for (const exit of exitsOf(node)) if (by.includes(exit.by)) open.push(exit.next);
      }
    }
  }
  return through;
}

/** Where a call moves over the given kinds of exits, through sub-flows and back. */
export function flowGraph(flows: readonly FlowDocument[], by: readonly FlowExit["by"][]): FlowGraph {
  const through = passable(flows, by);
  const graph: FlowGraph = new Map();
  for (const flow of flows)
    for (const [id, node] of Object.entries(flow.nodes)) {
      const next: string[] = [];
      if (node.type === "subflow") {
        const target = flows.find((f) => f.id === node.flow);
        if (target) next.push(graphKey(target.id, target.start));
        if (through.has(node.flow)) next.push(graphKey(flow.id, node.next));
      } else for (const exit of exitsOf(node)) if (by.includes(exit.by)) next.push(graphKey(flow.id, exit.next));
      graph.set(graphKey(flow.id, id), next);
    }
  return graph;
}

/** The circles of a graph: its strongly connected parts with more than one node or a node that leads to itself (Tarjan, without recursion). */
export function circles(graph: FlowGraph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const work: { key: string; child: number }[] = [{ key: root, child: 0 }];
    while (work.length > 0) {
      const top = work.at(-1)!;
      const { key } = top;
      if (top.child === 0) {
        index.set(key, index.size);
        low.set(key, index.get(key)!);
        stack.push(key);
        onStack.add(key);
      }
      const next = graph.get(key)![top.child++];
      if (next !== undefined) {
        if (!graph.has(next)) continue;
        if (!index.has(next)) work.push({ key: next, child: 0 });
        else if (onStack.has(next)) low.set(key, Math.min(low.get(key)!, index.get(next)!));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) low.set(parent.key, Math.min(low.get(parent.key)!, low.get(key)!));
      if (low.get(key) !== index.get(key)) continue;
      const part = stack.splice(stack.indexOf(key));
      for (const member of part) onStack.delete(member);
      if (part.length > 1 || graph.get(key)!.includes(key)) found.push(part);
    }
  }
  return found;
}

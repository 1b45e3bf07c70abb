import type { FlowDocument, FlowNode } from "../../../contract/flow.ts";
import type { FlowChange } from "../../../contract/flow-change.ts";
import { exitsOf } from "../flow-exits.ts";
import { changeWords } from "./change-words.ts";
import { type Difference, differences, pointerOf } from "./differences.ts";

/** What was changed between two versions of a flow, in words, node by node. Applied to the first (`applyChanges`) they give the second. */
export function diffFlows(from: FlowDocument, to: FlowDocument): FlowChange[] {
  const { nodes: before, ...head } = from;
  const { nodes: after, ...nextHead } = to;
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const found: (Difference & Pick<FlowChange, "kind" | "node">)[] = [];
  const add = (kind: FlowChange["kind"], list: Difference[], node?: string): void => {
    for (const one of list) found.push({ ...one, kind, ...(node === undefined ? {} : { node }) });
  };
  add("flow", differences(head, nextHead));
  for (const id of ids) {
    const parts = ["nodes", id];
    const [old, now] = [own(before, id), own(after, id)];
    if (!old) add("node-added", [{ op: "add", parts, to: now }], id);
    else if (!now) add("node-removed", [{ op: "remove", parts, from: old }], id);
    else if (old.type !== now.type) add("node", [{ op: "replace", parts, from: old, to: now }], id);
    else nodeChanges(old, now, parts, (kind, one) => add(kind, [one], id));
  }
  return found.map(({ parts, ...one }) => {
    const change = { ...one, path: pointerOf(parts) } as Omit<FlowChange, "words">;
    return { ...change, words: changeWords(change, parts, from, to) };
  });
}

const own = (nodes: Record<string, FlowNode>, id: string): FlowNode | undefined =>
  Object.hasOwn(nodes, id) ? nodes[id] : undefined;

function nodeChanges(
  old: FlowNode,
  now: FlowNode,
  parts: string[],
  add: (kind: FlowChange["kind"], one: Difference) => void,
): void {
  const { place: stood, ...was } = old;
  const { place: stands, ...is } = now;
  const exits = new Set([...exitsOf(old), ...exitsOf(now)].map(({ path }) => path));
  for (const one of differences(was, is, parts)) add(exits.has(pointerOf(one.parts.slice(parts.length))) ? "exit" : "node", one);
  // Moved about on the drawing: one change, whatever moved.
  if (differences(stood, stands).length === 0) return;
  const at = [...parts, "place"];
  if (stood === undefined) add("place", { op: "add", parts: at, to: stands });
  else if (stands === undefined) add("place", { op: "remove", parts: at, from: stood });
  else add("place", { op: "replace", parts: at, from: stood, to: stands });
}

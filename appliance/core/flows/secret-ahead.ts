import type { FlowDocument } from "../../contract/flow.ts";
import { exitsOf } from "./flow-exits.ts";

/** Chains of announcements and decisions longer than this nobody writes before a question. */
const mostSteps = 50;

/**
 * Whether a step asks for a secret, or leads to one that does without asking anything before. Keys that are pressed while such a step speaks may
 * be the beginning of the secret already.
 */
export function secretAhead(flow: FlowDocument | undefined, at: string): boolean {
  const nodes = flow?.nodes ?? {};
  const seen = new Set<string>();
  const open = [at];
  while (open.length > 0 && seen.size < mostSteps) {
    const id = open.pop()!;
    const node = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
    if (!node || seen.has(id)) continue;
    seen.add(id);
    if (node.type === "collect" && node.sensitive) return true;
    for (const { by, next } of exitsOf(node)) if (by === "itself") open.push(next);
  }
  return false;
}

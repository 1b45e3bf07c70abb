/** Any node of a syntax tree; what it holds depends on its type. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };
const isNode = (value: unknown): value is Node => typeof (value as { type?: unknown } | null)?.type === "string";

export const childrenOf = (node: object): Node[] => Object.values(node).flat().filter(isNode);

/** Calls `look` for every node below and including `node`, parents first. With `false` it goes no deeper there. */
export function visitNodes(node: object, look: (node: Node) => unknown): void {
  if (isNode(node) && look(node) === false) return;
  for (const child of childrenOf(node)) visitNodes(child, look);
}

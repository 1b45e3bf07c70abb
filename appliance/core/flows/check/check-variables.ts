import type { FlowDocument, FlowNode } from "../../../contract/flow.ts";
import { exitsOf } from "../flow-exits.ts";
import type { VariableUse } from "./check-texts.ts";
import type { Findings } from "./flow-problem.ts";

/** What a node sets when it is left by this exit. */
function setBy(node: FlowNode, path: string, flows: readonly FlowDocument[]): readonly string[] {
  switch (node.type) {
    case "collect":
      return path === "/next" ? [node.variable] : [];
    case "record":
      return path === "/next" && node.onEmpty !== undefined ? [node.variable] : [];
    case "lookup":
      return path === "/ok" ? Object.keys(node.results) : [];
    case "set":
      return node.set.map(({ variable }) => variable);
    case "subflow":
      // Which of them it sets depends on its way; a warning for each would be noise.
      return [...setAnywhere(flows, node.flow)];
    default:
      return [];
  }
}

/** All variables that a flow and its sub-flows may set. */
function setAnywhere(flows: readonly FlowDocument[], id: string, seen = new Set<string>()): Set<string> {
  const names = new Set<string>();
  const flow = flows.find((f) => f.id === id);
  if (!flow || seen.has(id)) return names;
  seen.add(id);
  for (const node of Object.values(flow.nodes)) {
    if (node.type === "collect" || node.type === "record") names.add(node.variable);
    if (node.type === "lookup") for (const name of Object.keys(node.results)) names.add(name);
    if (node.type === "set") for (const { variable } of node.set) names.add(variable);
    if (node.type === "subflow") for (const name of setAnywhere(flows, node.flow, seen)) names.add(name);
  }
  return names;
}

/** Node → variables that are set on every way there. Starts with "all" and shrinks until it stays the same. */
function surelySet(flow: FlowDocument, flows: readonly FlowDocument[], given: ReadonlySet<string>): Map<string, Set<string>> {
  const sure = new Map<string, Set<string>>([[flow.start, new Set(given)]]);
  // The person's key may be pressed anywhere.
  if (flow.person) sure.set(flow.person.next, new Set(given));
  const open = [...sure.keys()];
  while (open.length > 0) {
    const id = open.pop()!;
    const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
    if (!node) continue;
    for (const exit of exitsOf(node)) {
      const arrives = new Set([...sure.get(id)!, ...setBy(node, exit.path, flows)]);
      const before = sure.get(exit.next);
      const now = before ? new Set([...before].filter((name) => arrives.has(name))) : arrives;
      if (before && now.size === before.size) continue;
      sure.set(exit.next, now);
      open.push(exit.next);
    }
  }
  return sure;
}

/** Warns of variables that may still be empty where they are read. */
export function checkVariables(
  flow: FlowDocument,
  flows: readonly FlowDocument[],
  uses: readonly VariableUse[],
  found: Findings,
): void {
  const others = flows.filter((f) => f.id !== flow.id);
  const elsewhere = new Set(others.flatMap((f) => [...setAnywhere(flows, f.id)]));
  const called = others.some((f) => Object.values(f.nodes).some((n) => n.type === "subflow" && n.flow === flow.id));
  const anywhere = setAnywhere(flows, flow.id);
  const sure = surelySet(flow, flows, called ? elsewhere : new Set());
  const told = new Set<string>();
  for (const { node, path, name } of uses) {
    const key = `${node} ${name}`;
    if (told.has(key)) continue;
    told.add(key);
    const hint: [string, string] = [
      '请先输入、查询或赋值；只想判断是否为空请写 变量 != ""',
      'collect, look up or set it first; to ask whether it is set write name != ""',
    ];
    if (!anywhere.has(name) && !(called && elsewhere.has(name)))
      found.warn(path, [`变量 ${name} 从未被赋值`, `the variable ${name} is never set`], hint);
    else if (sure.has(node) && !sure.get(node)!.has(name))
      found.warn(path, [`变量 ${name} 在这里可能还是空的`, `the variable ${name} may still be empty here`], hint);
  }
}

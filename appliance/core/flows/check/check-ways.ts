import type { FlowDocument, FlowNode } from "../../../contract/flow.ts";
import { exitsOf, hearsKeys } from "../flow-exits.ts";
import { circles, flowGraph, graphKey } from "./flow-graph.ts";
import { type Findings, nodeName } from "./flow-problem.ts";

/** Nodes where the call leaves the flow, or falls back on the way out that every question has. */
function isEnd(node: FlowNode): boolean {
  if (["hangup", "return", "queue", "transfer", "voicemail", "survey"].includes(node.type)) return true;
  return (
    (node.type === "menu" || node.type === "collect") &&
    (node.onTimeout?.next === undefined || node.onInvalid?.next === undefined)
  );
}

function reach(flow: FlowDocument, from: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  while (open.length > 0) {
    const id = open.pop()!;
    if (seen.has(id) || !Object.hasOwn(flow.nodes, id)) continue;
    seen.add(id);
    for (const exit of exitsOf(flow.nodes[id]!)) open.push(exit.next);
  }
  return seen;
}

/** Nodes from which an end can be reached; asking for a person counts where it is possible. */
function withWayOut(flow: FlowDocument): Set<string> {
  const good = new Set<string>();
  const leads = (id: string): boolean => good.has(id);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [id, node] of Object.entries(flow.nodes)) {
      if (good.has(id)) continue;
      const person = flow.person !== undefined && node.person !== false && hearsKeys(node) && leads(flow.person.next);
      if (isEnd(node) || person || exitsOf(node).some((exit) => leads(exit.next))) {
        good.add(id);
        grown = true;
      }
    }
  }
  return good;
}

/** Every node can be reached, has a way out, and nothing turns in circles while the caller does nothing. */
export function checkWays(flow: FlowDocument, flows: readonly FlowDocument[], found: Findings): void {
  const reached = reach(flow, [flow.start, ...(flow.person ? [flow.person.next] : [])]);
  const good = withWayOut(flow);
  for (const id of Object.keys(flow.nodes)) {
    const [zh, en] = nodeName(flow, id);
    if (!reached.has(id))
      found.warn(
        `/nodes/${id}`,
        [`到不了${zh}`, `${en} can't be reached`],
        ["请从别的节点连过来，或删掉它", "connect it from another node, or delete it"],
      );
    else if (!good.has(id))
      found.error(
        `/nodes/${id}`,
        [`${zh}没有出路`, `there is no way out of ${en}`],
        ["请加上挂机、排队或转接", "add a hang-up, a queue or a transfer"],
      );
  }
  checkCircles(flow, flows, found);
  checkRecursion(flow, flows, found);
}

function checkCircles(flow: FlowDocument, flows: readonly FlowDocument[], found: Findings): void {
  const own = (part: readonly string[]) => Object.keys(flow.nodes).filter((id) => part.includes(graphKey(flow.id, id)));
  const endless = circles(flowGraph(flows, ["itself"]));
  for (const part of endless) {
    const ids = own(part);
    const [first] = ids;
    if (first === undefined) continue;
    const names = [...part].sort().slice(0, 6).join(", ");
    found.error(
      `/nodes/${first}`,
      [`原地打转，从不等待来电人：${names}`, `goes round without ever waiting for the caller: ${names}`],
      ["请在中间放一个菜单，或改掉一个出口", "put a menu in between, or change an exit"],
    );
  }
  for (const part of circles(flowGraph(flows, ["itself", "patience", "return"]))) {
    if (endless.some((worse) => worse.some((key) => part.includes(key)))) continue;
    const [first] = own(part);
    if (first === undefined) continue;
    const [zh, en] = nodeName(flow, first);
    found.warn(
      `/nodes/${first}`,
      [`来电人什么也不做时，会一直在${zh}附近循环`, `a caller who does nothing goes round at ${en}`],
      ["请让最后一次超时通向人工或挂机", "let the last timeout lead to a person or a hang-up"],
    );
  }
}

function checkRecursion(flow: FlowDocument, flows: readonly FlowDocument[], found: Findings): void {
  const calls = (f: FlowDocument) => Object.values(f.nodes).flatMap((node) => (node.type === "subflow" ? [node.flow] : []));
  const seen = new Set<string>();
  const open = calls(flow);
  while (open.length > 0) {
    const id = open.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    const target = flows.find((f) => f.id === id);
    if (target) open.push(...calls(target));
  }
  if (seen.has(flow.id))
    found.warn(
      "/nodes",
      ["这个流程会再次调用自己", "this flow calls itself again"],
      ["套到 50 层会被中断，请改用出口", "it is cut off at 50 levels; use an exit instead"],
    );
}

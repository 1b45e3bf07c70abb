import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";
import { exhaustive } from "../../appliance/kit/exhaustive.ts";

/** One way out of a step. `label` is a key, or a name of `words.flow.exits`; `title` is what the site calls it. `at` is the pointer of the target inside the step. */
export type FlowExit = {
  label: { key: string } | { word: string };
  title?: { zh?: string; en?: string };
  to: string;
  at: string;
};

/** Every way out of a step, in the order in which a person would list them. */
export function exitsOf(node: FlowNode): FlowExit[] {
  switch (node.type) {
    case "prompt":
    case "say":
    case "set":
    case "subflow":
      return one("next", node.next, "/next");
    case "menu":
      return [
        ...Object.entries(node.choices).map(([key, choice]) => ({
          label: { key },
          ...(choice.title ? { title: choice.title } : {}),
          to: choice.next,
          at: `/choices/${key}/next`,
        })),
        ...failing(node),
      ];
    case "collect":
      return [...one("next", node.next, "/next"), ...failing(node)];
    case "record":
      return [...one("next", node.next, "/next"), ...one("empty", node.onEmpty, "/onEmpty")];
    case "branch":
      return [
        ...node.cases.map((c, i) => ({
          label: { word: "when" },
          title: c.title ?? { zh: c.when, en: c.when },
          to: c.next,
          at: `/cases/${i}/next`,
        })),
        ...one("otherwise", node.else, "/else"),
      ];
    case "lookup":
      return [
        ...one("ok", node.ok, "/ok"),
        ...one("notFound", node.notFound, "/notFound"),
        ...one("failed", node.failed, "/failed"),
      ];
    case "queue":
      return [
        ...one("overflow", node.onOverflow, "/onOverflow"),
        ...one("waited", node.onTimeout, "/onTimeout"),
        ...one("noAgent", node.onNoAgent, "/onNoAgent"),
        ...one("closed", node.onClosed, "/onClosed"),
        ...one("left", node.onLeft, "/onLeft"),
        ...one("served", node.onServed, "/onServed"),
      ];
    case "transfer":
      return [
        ...one("busy", node.onBusy, "/onBusy"),
        ...one("noAnswer", node.onNoAnswer, "/onNoAnswer"),
        ...one("failed", node.onFailed, "/onFailed"),
        ...one("served", node.onServed, "/onServed"),
      ];
    case "voicemail":
      return one("next", node.next, "/next");
    case "survey":
      return [
        ...one("next", node.next, "/next"),
        ...one("low", node.onLow, "/onLow"),
        ...one("unanswered", node.onUnanswered, "/onUnanswered"),
      ];
    case "language":
      return [...one("next", node.next, "/next"), ...(node.how.kind === "choose" ? failing(node.how, "/how") : [])];
    case "return":
    case "hangup":
      return [];
    default:
      return exhaustive(node);
  }
}

const one = (word: string, to: string | undefined, at: string): FlowExit[] => (to ? [{ label: { word }, to, at }] : []);
const failing = (node: { onTimeout?: { next?: string }; onInvalid?: { next?: string } }, base = ""): FlowExit[] => [
  ...one("timeout", node.onTimeout?.next, `${base}/onTimeout/next`),
  ...one("invalid", node.onInvalid?.next, `${base}/onInvalid/next`),
];

/** Steps in the order a caller may come to them, then those that nothing leads to. */
export function stepOrder(flow: FlowDocument): { id: string; depth: number | undefined }[] {
  const depths = new Map<string, number>();
  const waiting = [flow.start];
  if (flow.nodes[flow.start]) depths.set(flow.start, 0);
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = flow.nodes[id];
    const depth = depths.get(id) ?? 0;
    for (const exit of node ? exitsOf(node) : [])
      if (flow.nodes[exit.to] && !depths.has(exit.to)) {
        depths.set(exit.to, depth + 1);
        waiting.push(exit.to);
      }
  }
  const person = flow.person?.next;
  if (person && flow.nodes[person] && !depths.has(person)) depths.set(person, 1);
  const reached = [...depths].map(([id, depth]) => ({ id, depth: depth as number | undefined }));
  const others = Object.keys(flow.nodes).filter((id) => !depths.has(id));
  return [...reached, ...others.map((id) => ({ id, depth: undefined }))];
}

/** Which steps lead to this one. */
export const comesFrom = (flow: FlowDocument, id: string): string[] =>
  Object.entries(flow.nodes).flatMap(([from, node]) => (exitsOf(node).some((exit) => exit.to === id) ? [from] : []));

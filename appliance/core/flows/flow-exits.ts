import type { FlowNode } from "../../contract/flow.ts";
import { exhaustive } from "../../kit/exhaustive.ts";

/**
 * One way out of a node. `by`: it goes on by itself, by the caller's doing, when patience ends (time or tries are used up, a recording is over),
 * or when somebody else gives the caller back. `path` is relative to the node (RFC 6901).
 */
export type FlowExit = { path: string; next: string; by: "itself" | "caller" | "patience" | "return" };

type Failing = { next?: string } | undefined;
const patience = (name: "onTimeout" | "onInvalid", failing: Failing): FlowExit[] =>
  failing?.next === undefined ? [] : [{ path: `/${name}/next`, next: failing.next, by: "patience" }];

const optional = (path: string, next: string | undefined, by: FlowExit["by"]): FlowExit[] =>
  next === undefined ? [] : [{ path: `/${path}`, next, by }];

/** Every exit that is written in a node, in the order in which the editor shows them. */
export function exitsOf(node: FlowNode): FlowExit[] {
  switch (node.type) {
    case "prompt":
    case "say":
    case "set":
    case "subflow":
      return [{ path: "/next", next: node.next, by: "itself" }];
    case "menu":
      return [
        ...Object.entries(node.choices).map(
          ([key, { next }]): FlowExit => ({ path: `/choices/${key}/next`, next, by: "caller" }),
        ),
        ...patience("onTimeout", node.onTimeout),
        ...patience("onInvalid", node.onInvalid),
      ];
    case "collect":
      return [
        { path: "/next", next: node.next, by: "caller" },
        ...patience("onTimeout", node.onTimeout),
        ...patience("onInvalid", node.onInvalid),
      ];
    case "record":
      return [{ path: "/next", next: node.next, by: "patience" }, ...optional("onEmpty", node.onEmpty, "patience")];
    case "branch":
      return [
        ...node.cases.map(({ next }, i): FlowExit => ({ path: `/cases/${i}/next`, next, by: "itself" })),
        { path: "/else", next: node.else, by: "itself" },
      ];
    case "lookup":
      return [
        { path: "/ok", next: node.ok, by: "itself" },
        ...optional("notFound", node.notFound, "itself"),
        { path: "/failed", next: node.failed, by: "itself" },
      ];
    case "queue":
      return (["onOverflow", "onTimeout", "onNoAgent", "onClosed", "onLeft", "onServed"] as const).flatMap((name) =>
        optional(name, node[name], "return"),
      );
    case "transfer":
      return (["onBusy", "onNoAnswer", "onFailed", "onServed"] as const).flatMap((name) => optional(name, node[name], "return"));
    case "voicemail":
      return optional("next", node.next, "return");
    case "survey":
      return (["next", "onLow", "onUnanswered"] as const).flatMap((name) => optional(name, node[name], "return"));
    case "language": {
      if (node.how.kind === "set") return [{ path: "/next", next: node.next, by: "itself" }];
      const { onTimeout, onInvalid } = node.how;
      // Without exits of their own, both lead to `next`.
      const by = onTimeout?.next === undefined || onInvalid?.next === undefined ? "patience" : "caller";
      return [
        { path: "/next", next: node.next, by },
        ...optional("how/onTimeout/next", onTimeout?.next, "patience"),
        ...optional("how/onInvalid/next", onInvalid?.next, "patience"),
      ];
    }
    case "return":
    case "hangup":
      return [];
    default:
      return exhaustive(node);
  }
}

/** Nodes at which the caller is heard, so that the person's key works. */
export const hearsKeys = (node: FlowNode): boolean =>
  ["prompt", "say", "menu", "collect", "record", "lookup", "hangup"].includes(node.type) ||
  (node.type === "language" && node.how.kind === "choose");

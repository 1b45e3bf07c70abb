import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";
import { edit, valueAt } from "../settings/draft.ts";
import { parsePointer, under } from "../settings/pointer.ts";
import { exitsOf, type FlowExit } from "./flow-exits.ts";

/** A way out that may lead somewhere or not yet; `optional` ones may stay open. */
export type FlowWay = Omit<FlowExit, "to"> & { to?: string; optional: boolean };

const way = (word: string, at: string): FlowWay => ({ label: { word }, at, optional: true });
const failing = (base = "") => [way("timeout", `${base}/onTimeout/next`), way("invalid", `${base}/onInvalid/next`)];

function optionalWays(node: FlowNode): FlowWay[] {
  switch (node.type) {
    case "menu":
    case "collect":
      return failing();
    case "language":
      return node.how.kind === "choose" ? failing("/how") : [];
    case "record":
      return [way("empty", "/onEmpty")];
    case "lookup":
      return [way("notFound", "/notFound")];
    case "queue":
      return [
        way("overflow", "/onOverflow"),
        way("waited", "/onTimeout"),
        way("noAgent", "/onNoAgent"),
        way("closed", "/onClosed"),
        way("left", "/onLeft"),
        way("served", "/onServed"),
      ];
    case "transfer":
      return [way("busy", "/onBusy"), way("noAnswer", "/onNoAnswer"), way("failed", "/onFailed"), way("served", "/onServed")];
    case "voicemail":
      return [way("next", "/next")];
    case "survey":
      return [way("next", "/next"), way("low", "/onLow"), way("unanswered", "/onUnanswered")];
    default:
      return [];
  }
}

/** Required ways of a step that lead nowhere yet, as an empty name. */
function openWays(node: FlowNode): FlowWay[] {
  const at = (name: string, word = name): FlowWay => ({ label: { word }, at: `/${name}`, optional: false });
  switch (node.type) {
    case "branch":
      return node.else ? [] : [at("else", "otherwise")];
    case "lookup":
      return [...(node.ok ? [] : [at("ok")]), ...(node.failed ? [] : [at("failed")])];
    case "queue":
    case "transfer":
    case "voicemail":
    case "survey":
    case "menu":
    case "hangup":
    case "return":
      return [];
    default:
      return node.next ? [] : [at("next")];
  }
}

/** Every way out a step has or could have, those that lead somewhere first. */
export function waysOf(node: FlowNode): FlowWay[] {
  const optional = optionalWays(node);
  const taken = exitsOf(node).map((exit) => ({ ...exit, optional: optional.some((o) => o.at === exit.at) }));
  const all: FlowWay[] = [...taken, ...openWays(node).filter((o) => !taken.some((t) => t.at === o.at))];
  return [...all, ...optional.filter((o) => !all.some((t) => t.at === o.at))];
}

/** Lets a way out of a step lead to another; without `to` it is closed. `step` points to the step. */
export function link(step: string, at: string, to: string | undefined): void {
  const parts = parsePointer(at);
  const last = parts.at(-1);
  const parent = under(step, ...parts.slice(0, -1));
  if (parts.length > 1 && last === "next" && /^on[A-Z]/.test(parts.at(-2) ?? "")) {
    const { next: _, ...rest } = (valueAt(parent) ?? {}) as Record<string, unknown>;
    const left = to === undefined ? rest : { ...rest, next: to };
    edit(parent, Object.keys(left).length > 0 ? left : undefined);
  } else edit(under(step, ...parts), to);
}

/** A name that is still free, made of the old one. */
export function freeStepId(flow: FlowDocument, like: string): string {
  const root = like.replace(/-?\d+$/, "").slice(0, 36) || "step";
  let n = 2;
  while (Object.hasOwn(flow.nodes, `${root}-${n}`)) n += 1;
  return Object.hasOwn(flow.nodes, like) ? `${root}-${n}` : like;
}

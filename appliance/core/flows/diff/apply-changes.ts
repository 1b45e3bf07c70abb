import type { FlowDocument } from "../../../contract/flow.ts";
import type { FlowChange } from "../../../contract/flow-change.ts";
import { isDictionary, partsOf } from "./differences.ts";

/** Carries out the changes in order on a copy. Undefined when one doesn't fit: its place isn't there. */
export function applyChanges(
  flow: FlowDocument,
  changes: readonly Pick<FlowChange, "op" | "path" | "to">[],
): FlowDocument | undefined {
  const result = copyOf(flow);
  for (const { op, path, to } of changes) {
    const parts = partsOf(path);
    const name = parts.pop();
    let holder: unknown = result;
    for (const part of parts) holder = child(holder, part);
    if (name === undefined || !(isDictionary(holder) || Array.isArray(holder))) return undefined;
    if (op !== "add" && !Object.hasOwn(holder, name)) return undefined;
    if (op !== "remove") (holder as Record<string, unknown>)[name] = copyOf(to);
    else if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  }
  return result;
}

const child = (holder: unknown, part: string): unknown =>
  (isDictionary(holder) || Array.isArray(holder)) && Object.hasOwn(holder, part)
    ? (holder as Record<string, unknown>)[part]
    : undefined;

const copyOf = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

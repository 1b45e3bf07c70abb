import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../../contract/flow.ts";
import { dropUnused, flowsOfSet, newFlowSets, replaceFlows } from "./flow-sets.ts";

const flows = (name: string): FlowDocument[] => [
  { id: "f", name, languageDefault: "zh", start: "a", nodes: { a: { type: "hangup" } } },
];

describe("sets of flows", () => {
  it("keeps what a call began with, and forgets it when nobody walks in it", () => {
    const sets = newFlowSets();
    replaceFlows(sets, flows("one"), new Set([1]));
    replaceFlows(sets, flows("two"), new Set([1]));
    const now = { flows: flows("three") };
    expect(flowsOfSet(sets, 1, now).flows[0]!.name).toBe("one");
    expect(flowsOfSet(sets, 2, now)).toBe(now);
    expect(flowsOfSet(sets, 3, now)).toBe(now);
    dropUnused(sets, new Set());
    expect(sets).toEqual({ n: 3, older: {} });
    expect(flowsOfSet(sets, 1, now)).toBe(now);
  });
  it("is bounded however often flows change", () => {
    const sets = newFlowSets();
    const inUse = new Set<number>();
    for (let n = 1; n <= 30; n++) {
      inUse.add(n);
      replaceFlows(sets, flows(String(n)), inUse);
    }
    expect(Object.keys(sets.older).map(Number)).toEqual([23, 24, 25, 26, 27, 28, 29, 30]);
  });
});

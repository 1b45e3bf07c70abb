import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labFlows } from "../../../../provisioning/lab/flows.ts";
import { randomFlow } from "../../../../test/sim/random-flow.ts";
import type { FlowDocument } from "../../../contract/flow.ts";
import { applyChanges } from "./apply-changes.ts";
import { diffFlows } from "./diff-flows.ts";

const hotline = labFlows.find((f) => f.id === "hotline")!;
const changed = (change: (flow: FlowDocument) => void): FlowDocument => {
  const copy = JSON.parse(JSON.stringify(hotline)) as FlowDocument;
  change(copy);
  return copy;
};
const said = (to: FlowDocument) => diffFlows(hotline, to).map(({ words }) => words);

describe("what was changed between two versions", () => {
  it("gives the second when applied to the first, and nothing where nothing was changed", () => {
    fc.assert(
      fc.property(randomFlow("main"), randomFlow("main"), fc.integer({ min: 0, max: 8 }), (one, other, taken) => {
        // Some nodes of the one, the rest of the other: versions resemble each other.
        const nodes = Object.fromEntries([
          ...Object.entries(one.nodes).slice(0, taken),
          ...Object.entries(other.nodes).slice(taken > 6 ? taken : taken - 1),
        ]);
        const next = { ...one, ...(taken % 2 ? { apology: other.apology ?? [] } : {}), nodes };
        const changes = diffFlows(one, next);
        expect(applyChanges(one, changes)).toEqual(next);
        for (const { words } of changes) expect(words.zh && words.en).toBeTruthy();
        expect(diffFlows(next, next)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
  it("says a moved edge, a changed text, a node added and a node removed in both languages", () => {
    const next = changed((flow) => {
      const main = flow.nodes.main as Extract<FlowDocument["nodes"][string], { type: "menu" }>;
      main.choices["3"]!.next = "person";
      main.tries = 2;
      flow.nodes.lunch = { type: "hangup", title: { zh: "午休", en: "Lunch" } };
      delete flow.nodes.busy;
    });
    expect(said(next)).toEqual(
      [
        { zh: "节点“主菜单”（main）：次数 “3”改为“2”", en: 'node "Main menu" (main): tries: "3" becomes "2"' },
        {
          zh: "节点“主菜单”（main）：按 3（停水信息） 由 “outage” 改到 “转人工”（person）".replace("“outage”", nameZh("outage")),
          en: `node "Main menu" (main): key 3 (Outages) leads to "To a person" (person) instead of ${nameEn("outage")}`,
        },
        { zh: "删除节点“座席全忙”（busy）", en: 'node "All are busy" (busy) is removed' },
        { zh: "新增节点“午休”（lunch）", en: 'node "Lunch" (lunch) is added' },
      ].sort((a, b) => order(a.en) - order(b.en)),
    );
    const kinds = diffFlows(hotline, next).map((c) => c.kind);
    expect(kinds.sort()).toEqual(["exit", "node", "node-added", "node-removed"]);
  });
  it("counts a node that was moved about on the drawing as one change", () => {
    const next = changed((flow) => {
      flow.nodes.main!.place = { x: 10, y: 20 };
    });
    expect(diffFlows(hotline, next)).toMatchObject([{ kind: "place", op: "add", node: "main" }]);
  });
  it("does not apply to another document", () => {
    const next = changed((flow) => {
      flow.nodes.main!.back = false;
    });
    const { main, ...others } = hotline.nodes;
    expect(main).toBeDefined();
    expect(applyChanges({ ...hotline, nodes: others }, diffFlows(hotline, next))).toBeUndefined();
  });
});

const titleOf = (id: string) => hotline.nodes[id]!.title;
const nameZh = (id: string): string => (titleOf(id)?.zh ? `“${titleOf(id)!.zh}”（${id}）` : `“${id}”`);
const nameEn = (id: string): string => (titleOf(id)?.en ? `"${titleOf(id)!.en}" (${id})` : `"${id}"`);
/** In the order in which the nodes stand in the document. */
const order = (words: string): number =>
  words.includes("key 3") ? 0 : words.includes("tries") ? 1 : words.includes("busy") ? 2 : 3;

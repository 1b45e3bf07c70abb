import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../appliance/contract/flow.ts";
import { hotlineFlow, nightFlow } from "../../test/sim/console-server/site-flows.ts";
import { comesFrom, exitsOf, stepOrder } from "./flow-exits.ts";
import { layFlow } from "./flow-map.ts";

describe("ways out", () => {
  test("a menu has its keys and what happens when nothing fits", () => {
    const exits = exitsOf(hotlineFlow.nodes.main!);
    expect(exits.map((e) => ("key" in e.label ? e.label.key : e.label.word))).toEqual(["0", "1", "2", "3", "4", "8", "timeout"]);
  });
  test("every exit's pointer names the place of its target", () => {
    for (const flow of [hotlineFlow, nightFlow])
      for (const node of Object.values(flow.nodes))
        for (const exit of exitsOf(node)) {
          const value = exit.at
            .split("/")
            .slice(1)
            .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], node);
          expect(value).toBe(exit.to);
        }
  });
  test("who leads here", () => expect(comesFrom(hotlineFlow, "say-bill")).toEqual(["bill"]));
});

describe("the map", () => {
  const map = layFlow(hotlineFlow);
  test("holds every step once, no two on one place", () => {
    expect(map.boxes.map((b) => b.id).sort()).toEqual(Object.keys(hotlineFlow.nodes).sort());
    expect(new Set(map.boxes.map((b) => `${b.column} ${b.row}`)).size).toBe(map.boxes.length);
    expect(Math.min(...map.boxes.map((b) => b.row))).toBeGreaterThanOrEqual(0);
  });
  test("begins with the start; a step stands right of the nearest that leads to it", () => {
    expect(map.boxes[0]).toMatchObject({ id: "welcome", column: 0 });
    const column = (id: string) => map.boxes.find((b) => b.id === id)?.column;
    expect(column("hours")).toBe(1);
    expect(column("main")).toBe(2);
  });
  test("ways back are marked", () => {
    expect(map.wires.find((w) => w.from === "more" && w.to === "main")?.back).toBe(true);
    expect(map.wires.find((w) => w.from === "welcome")?.back).toBe(false);
  });
  test("a loop, a dead reference and an island are no trouble", () => {
    const odd: FlowDocument = {
      id: "odd",
      name: "odd",
      languageDefault: "zh",
      start: "a",
      nodes: { a: { type: "prompt", items: [], next: "a" }, island: { type: "prompt", items: [], next: "nowhere" } },
    };
    expect(stepOrder(odd)).toEqual([
      { id: "a", depth: 0 },
      { id: "island", depth: undefined },
    ]);
    expect(layFlow(odd).boxes).toHaveLength(2);
    expect(layFlow({ ...odd, start: "gone" }).boxes).toHaveLength(2);
  });
});

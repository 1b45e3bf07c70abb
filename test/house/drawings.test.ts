import { describe, expect, it } from "vitest";
import type { Machine } from "../../appliance/wire/sip/transaction/machine.ts";
import { drawings, drawMachine, redraw } from "../../scripts/draw.ts";
import { keptFiles, textOf } from "./kept-files.ts";

describe("diagrams show the tables as they are (scripts/draw draws them again)", () => {
  it.each(Object.entries(drawings))("%s", (path, drawn) => {
    expect(textOf(path)).toBe(redraw(textOf(path), drawn));
  });

  it("no README has a state diagram that is drawn by hand", () => {
    const shown = keptFiles.filter((path) => path.endsWith(".md") && textOf(path).includes("stateDiagram"));
    expect(shown.sort()).toEqual(Object.keys(drawings).sort());
  });

  it("sees a diagram that fell behind, and one too many", () => {
    const page = "# A\n\n```mermaid\nold\n```\n\n```ts\nold\n```\n";
    expect(redraw(page, [() => "new"])).toBe("# A\n\n```mermaid\nnew\n```\n\n```ts\nold\n```\n");
    expect(() => redraw(page, [])).toThrow("1 diagrams on the page, 0 to draw");
    expect(() => redraw(page, [() => "a", () => "b"])).toThrow("1 diagrams on the page, 2 to draw");
  });

  it("draws a changed row", () => {
    const machine: Machine = {
      side: "client",
      start: { to: "calling", do: [] },
      states: { calling: { success: { to: "terminated", do: [] }, provisional: { to: "calling", do: [] } }, terminated: {} },
    };
    expect(drawMachine(machine)).toBe(
      "stateDiagram-v2\n  [*] --> calling\n  calling --> terminated: success\n  terminated --> [*]",
    );
  });
});

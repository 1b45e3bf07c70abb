import { describe, expect, test } from "vitest";
import { Settings } from "../../appliance/contract/settings.ts";
import { blankOf, type JsonSchema, type Shape, schemaAt, shapeOf } from "./schema.ts";

const root = JSON.parse(JSON.stringify(Settings)) as JsonSchema;
const at = (pointer: string, document: unknown = {}): Shape | undefined => {
  const schema = schemaAt(root, pointer.split("/").slice(1), document);
  return schema && shapeOf(schema);
};

describe("the contract's settings, as forms see them", () => {
  test("plain fields have their limits", () => {
    expect(at("/trunks/0/maxCalls")).toEqual({ kind: "number", min: 1, max: 1000, whole: true });
    expect(at("/trunks/0/enabled")).toEqual({ kind: "switch" });
    expect(at("/site/name")).toMatchObject({ kind: "text", max: 80 });
    expect(at("/trunks/0/kind")).toEqual({ kind: "choice", values: ["address", "register"] });
  });
  test("a pair of sentences is one field", () => {
    expect(at("/queues/0/name")?.kind).toBe("bilingual");
    expect(at("/prompts/0/text")?.kind).toBe("bilingual");
    expect(at("/prompts/0/file")?.kind).toBe("object");
  });
  test("a number with an exception is a number", () => {
    expect(at("/queues/0/announce/everyMs")).toEqual({ kind: "number", min: 0, max: 600_000, whole: true });
  });
  test("a few numbers to choose from are a choice", () => {
    expect(at("/plant/devices/0/points/0/fc")).toEqual({ kind: "choice", values: ["1", "2", "3", "4"], numbers: true });
    expect(blankOf(schemaAt(root, ["plant", "devices", "0", "points", "0"], {})!)).toMatchObject({ fc: 1 });
  });
  test("the document decides between variants", () => {
    const document = { flows: [{ nodes: { a: { type: "menu" }, b: { type: "queue" } } }], sip: { server: { kind: "drachtio" } } };
    expect(at("/flows/0/nodes/a/choices", document)?.kind).toBe("record");
    expect(at("/flows/0/nodes/b/choices", document)).toBeUndefined();
    expect(at("/flows/0/nodes/b/queue", document)?.kind).toBe("text");
    expect(at("/sip/server/port", document)?.kind).toBe("number");
    expect(at("/flows/0/nodes/a/items", document)).toMatchObject({ kind: "list" });
  });
  test("every variant of a step is told apart by its type", () => {
    const nodes = at("/flows/0/nodes");
    if (nodes?.kind !== "record") throw new Error("nodes are a record");
    const shape = shapeOf(nodes.items);
    expect(shape.kind === "variant" && Object.keys(shape.variants).length).toBe(16);
  });
  test("a blank entry has what is required and nothing else", () => {
    const trunk = schemaAt(root, ["trunks", "0"], {});
    expect(Object.keys(blankOf(trunk!) as object).sort()).toEqual([...(trunk?.required ?? [])].sort());
  });
});

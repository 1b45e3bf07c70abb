import { expect, test } from "vitest";
import { jsonLines, nearestLine } from "./json-lines.ts";

const doc = { id: "x", empty: {}, none: [], nodes: { "a/b": { items: [1, { deep: "ä" }] } } };

test("the text is the same document, written as JSON.stringify writes it", () => {
  const { text } = jsonLines(doc);
  expect(JSON.parse(text)).toEqual(doc);
  expect(text).toBe(JSON.stringify(doc, null, 2));
});
test("every place knows its line; a missing place is found at what is around it", () => {
  const { text, lineOf } = jsonLines(doc);
  const line = lineOf.get("/nodes/a~1b/items/1/deep") ?? -1;
  expect(text.split("\n")[line]).toContain('"deep"');
  expect(nearestLine(lineOf, "/nodes/a~1b/items/1/missing/more")).toBe(lineOf.get("/nodes/a~1b/items/1"));
  expect(nearestLine(lineOf, "/what")).toBe(0);
});

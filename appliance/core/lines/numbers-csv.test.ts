import fc from "fast-check";
import { expect, test } from "vitest";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { numbersFromCsv, numbersToCsv } from "./numbers-csv.ts";

const text = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }).filter((t) => t === t.trim() && !t.includes("\r"));
const special: fc.Arbitrary<SpecialNumber> = fc.record(
  {
    number: fc.stringMatching(/^\+?[0-9]{3,12}\*?$/),
    name: text,
    class: fc.constantFrom("vip", "contact", "blocked"),
    vip: fc.boolean(),
    language: fc.constantFrom("zh" as const, "en" as const),
    note: text,
    priority: fc.integer({ min: -100, max: 100 }),
    headStartMs: fc.nat(3_600_000),
    speedDial: fc.stringMatching(/^[0-9]{1,4}$/),
  },
  { requiredKeys: ["number", "name", "class"] },
);
test("what goes out comes back the same, whatever the names hold", () => {
  fc.assert(
    fc.property(fc.array(special, { maxLength: 10 }), (numbers) => {
      const { numbers: read, problems } = numbersFromCsv(numbersToCsv(numbers));
      expect(problems).toEqual([]);
      expect(read.map((r) => r.value)).toEqual(numbers.map((n) => ({ ...n })));
    }),
  );
});
test("columns in any order, empty rows, line ends of any kind", () => {
  expect(numbersFromCsv('name,number\nA,1\r\n\n,\n"B, ""C""",2')).toEqual({
    numbers: [
      { row: 2, value: { name: "A", number: "1" } },
      { row: 5, value: { name: 'B, "C"', number: "2" } },
    ],
    problems: [],
  });
});
test.each([
  ["name\nA", 1],
  ["number,colour\n1,red", 1],
  ["number\n1,2", 2],
  ['number,name\n1,"A', 2],
  [`number\n${"1\n".repeat(2100)}`, 2002],
])("what can't be read is named by its row: %j", (csv, row) => {
  expect(numbersFromCsv(csv).problems).toMatchObject([{ row }]);
});

test("nothing that leaves is a formula to a table program, and it comes back as it was", () => {
  const names = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''@x", "plain", "it's"];
  const numbers: SpecialNumber[] = names.map((name, i) => ({ number: `+8613${i}`, name, class: "contact" }));
  const csv = numbersToCsv(numbers);
  for (const line of csv.split("\r\n").slice(1, -1))
    for (const cell of line.split(",")) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  expect(numbersFromCsv(csv).numbers.map((r) => r.value)).toEqual(numbers);
});

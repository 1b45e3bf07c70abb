import { describe, expect, it } from "vitest";
import { isSource, isTest, keptFiles, textOf } from "./kept-files.ts";

const longAt = 250;
/** Lines. A test is a list of cases and a sheet a list of declarations: they may run on, not for ever. */
function limitOf(path: string): number {
  if (isTest(path)) return 900;
  if (path.endsWith(".css")) return 700;
  return 400;
}
/** Tables: as long as what they list. */
const tables = ["appliance/wire/sip/test-data/torture-valid.ts", "console/words/en.ts", "console/words/zh.ts"];

const linesOf = (text: string): number => text.split("\n").length - 1;
const tooLong = (path: string, lines: number): boolean => lines > limitOf(path) && !tables.includes(path);

describe("lengths", () => {
  const measured = keptFiles
    .filter((path) => isSource(path) || path.endsWith(".css"))
    .map((path) => ({ path, lines: linesOf(textOf(path)) }))
    .sort((a, b) => b.lines - a.lines);

  it("no file is longer than its kind may be", () => {
    expect(measured.filter(({ path, lines }) => tooLong(path, lines))).toEqual([]);
    const long = measured.filter(
      ({ path, lines }) => lines > longAt && isSource(path) && !isTest(path) && !tables.includes(path),
    );
    if (long.length > 0) console.warn(`over ${longAt} lines:\n${long.map(({ path, lines }) => `${lines} ${path}`).join("\n")}`);
  });

  it("most files are short", () => {
    const sources = measured.filter(({ path }) => isSource(path) && !isTest(path));
    expect(sources.filter(({ lines }) => lines <= 150).length / sources.length).toBeGreaterThan(0.8);
  });

  it("a listed table is there, and long", () => {
    for (const path of tables) expect(linesOf(textOf(path)), path).toBeGreaterThan(limitOf(path));
  });

  it("sees a file that is too long", () => {
    expect(tooLong("appliance/core/calls/step.ts", linesOf("x\n".repeat(401)))).toBe(true);
    expect(tooLong("appliance/core/calls/step.ts", linesOf("x\n".repeat(400)))).toBe(false);
    expect(tooLong("appliance/core/calls/step.test.ts", 901)).toBe(true);
    expect(tooLong("console/look/parts.css", 701)).toBe(true);
  });
});

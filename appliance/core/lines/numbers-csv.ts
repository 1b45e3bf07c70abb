import type { Sentence } from "../../contract/records.ts";
import type { SpecialNumber } from "../../contract/special-number.ts";
import { csvCell, plainCell } from "../../kit/csv-cell.ts";

const columns = ["number", "name", "class", "vip", "language", "note", "priority", "headStartMs", "agent", "speedDial"] as const;
type Column = (typeof columns)[number];
/** What a table made by hand calls them. */
const otherNames: Record<string, Column> = {
  号码: "number",
  电话号码: "number",
  名称: "name",
  姓名: "name",
  分类: "class",
  类别: "class",
  语言: "language",
  备注: "note",
  优先级: "priority",
  坐席: "agent",
  缩位码: "speedDial",
};
const columnOf = (heading: string): string => {
  const name = heading.trim();
  return otherNames[name] ?? columns.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name;
};
const mostRows = 2000;
// A table program takes a file for UTF-8 by this mark.
const byteOrderMark = "\uFEFF";

/** A row that can't be read; `row` counts from 1, the names of the columns included. */
export type CsvProblem = { row: number; reason: Sentence };
/** Rows as they stand, still to be held against the schema. */
export type CsvRead = { numbers: { row: number; value: Record<string, unknown> }[]; problems: CsvProblem[] };

/** RFC 4180. */
export function numbersToCsv(numbers: readonly SpecialNumber[]): string {
  // A number is no formula, also below nought.
  const cell = (value: unknown): string =>
    value === undefined ? "" : typeof value === "number" ? String(value) : csvCell(String(value));
  const rows = numbers.map((n) => columns.map((c) => cell(n[c])).join(","));
  return `${byteOrderMark}${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

/** The first row names the columns, in any order, by their own names or in Chinese; empty rows are passed over. */
export function numbersFromCsv(csv: string): CsvRead {
  const table = rowsOf(csv.startsWith(byteOrderMark) ? csv.slice(1) : csv);
  if (typeof table === "number")
    return { numbers: [], problems: [{ row: table, reason: { en: "A quotation mark is not closed.", zh: "引号未闭合。" } }] };
  const [head = [], ...rows] = table;
  const names = head.map(columnOf);
  const unknown = names.filter((name) => !columns.includes(name as Column));
  if (!names.includes("number") || unknown.length > 0) {
    const bad = unknown.join(", ");
    const en = `The first row must name the columns (${columns.join(", ")})${bad ? `; not known: ${bad}` : ""}.`;
    return {
      numbers: [],
      problems: [{ row: 1, reason: { en, zh: `首行应为列名（${columns.join("、")}）${bad ? `；未知：${bad}` : ""}。` } }],
    };
  }
  if (rows.length > mostRows + 1) {
    const reason = { en: `More than ${mostRows} rows.`, zh: `超过 ${mostRows} 行。` };
    return { numbers: [], problems: [{ row: mostRows + 2, reason }] };
  }
  const read: CsvRead = { numbers: [], problems: [] };
  for (const [i, cells] of rows.entries()) {
    const row = i + 2;
    if (cells.every((c) => c.trim() === "")) continue;
    if (cells.length > names.length)
      read.problems.push({ row, reason: { en: "More cells than columns.", zh: "单元格多于列数。" } });
    else
      read.numbers.push({ row, value: Object.fromEntries(names.flatMap((name, n) => entryOf(name as Column, cells[n] ?? ""))) });
  }
  return read;
}

const truths: Record<string, boolean> = { true: true, yes: true, 是: true, false: false, no: false, 否: false };

function entryOf(column: Column, cell: string): [string, unknown][] {
  const text = plainCell(cell.trim());
  if (text === "") return [];
  // Table programs write truth in capitals, people in words.
  if (column === "vip") return [[column, truths[text.toLowerCase()] ?? text]];
  // What is no number stays as it is, for the schema to refuse by name.
  if (column === "priority" || column === "headStartMs") return [[column, /^-?[0-9]{1,9}$/.test(text) ? Number(text) : text]];
  return [[column, text]];
}

/** The cells, or the row where a quotation mark opens that never closes. */
function rowsOf(csv: string): string[][] | number {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  let opened = 1;
  const endCell = (): void => {
    rows.at(-1)!.push(cell);
    cell = "";
  };
  for (let i = 0; i < csv.length; i++) {
    const char = csv[i]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (csv[i + 1] === '"') cell += csv[++i];
      else quoted = false;
    } else if (char === '"' && cell === "") {
      quoted = true;
      opened = rows.length;
    } else if (char === ",") endCell();
    else if (char === "\n") {
      endCell();
      rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  if (quoted) return opened;
  endCell();
  return rows;
}

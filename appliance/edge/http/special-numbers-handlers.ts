import type { SettingsProblem } from "../../contract/settings.ts";
import { SpecialNumber } from "../../contract/special-number.ts";
import { formsOf, homeNumber } from "../../core/lines/number-forms.ts";
import { numbersFromCsv, numbersToCsv } from "../../core/lines/numbers-csv.ts";
import { schemaChecker } from "../../core/settings/schema-problems.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";
import { accepted, revisionOf } from "./revision.ts";

const checkNumber = schemaChecker(SpecialNumber);
const mend = { en: "Mend this row and send the file again.", zh: "请修改该行后重新导入。" };

/** Who gets more than this wrong sends another file. */
const mostProblems = 200;
const listedTwice = {
  reason: { en: "This number is in the file twice.", zh: "该号码在文件中重复。" },
  hint: mend,
};

type SpecialRoute = "exportSpecialNumbers" | "readSpecialNumbers" | "importSpecialNumbers";
export function specialNumbersHandlers(ports: Pick<HttpPorts, "settings">): Pick<Handlers, SpecialRoute> {
  return {
    exportSpecialNumbers({ reply }) {
      reply.type("text/csv; charset=utf-8").header("content-disposition", 'attachment; filename="special-numbers.csv"');
      return numbersToCsv(ports.settings.current().settings.specialNumbers ?? []);
    },
    readSpecialNumbers({ body }) {
      const { country } = ports.settings.current().settings.site;
      const { rows, wrong } = rowsOf(body.csv, country);
      return {
        numbers: rows.map(({ row, value }) => ({ row, number: value, forms: formsOf(value.number, country) })),
        problems: wrong.slice(0, mostProblems).map(({ row, column, reason, hint }) => ({
          row,
          ...(column ? { column } : {}),
          reason,
          hint,
        })),
        wrongRows: new Set(wrong.map((w) => w.row)).size,
      };
    },
    async importSpecialNumbers(asked) {
      const { body, query, request } = asked;
      const { settings } = ports.settings.current();
      const from = revisionOf(request.headers["if-match"]);
      const read = readRows(body.csv, settings.site.country);
      const specialNumbers =
        body.mode === "replace" ? read.map((r) => r.value) : merged(settings.specialNumbers ?? [], read, settings.site.country);
      const document = { ...settings, specialNumbers };
      const outcome =
        query["dry-run"] === undefined
          ? await ports.settings.apply(document, from, signedIn(asked).user)
          : await ports.settings.plan(document, from);
      if ("fault" in outcome && outcome.problems)
        throw new HttpFault(
          outcome.fault,
          outcome.problems.map((p) => atRow(p, specialNumbers, read)),
        );
      const { revision, plan } = accepted(outcome);
      return { revision, rows: read.length, plan: plan.map((step) => step.words) };
    },
  };
}

type Row = { row: number; value: SpecialNumber };

/** All or nothing. */
function readRows(csv: string, country: string): Row[] {
  const { rows, wrong } = rowsOf(csv, country);
  const problems = wrong.slice(0, mostProblems).map(({ row, column, reason, hint }) => ({
    path: `/csv/${row}${column ? `/${column}` : ""}`,
    severity: "error" as const,
    reason,
    hint,
  }));
  if (problems.length > 0) throw new HttpFault("bad-request", problems);
  return rows;
}

type Wrong = { row: number; column?: string } & Pick<SettingsProblem, "reason" | "hint">;

/** Rows that can be taken as they stand, and what is wrong with the others, in the order of the file. */
function rowsOf(csv: string, country: string): { rows: Row[]; wrong: Wrong[] } {
  const { numbers, problems } = numbersFromCsv(csv);
  const wrong: Wrong[] = problems.map(({ row, reason }) => ({ row, reason, hint: mend }));
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const { row, value } of numbers) {
    const found = checkNumber(value);
    for (const { path, reason, hint } of found)
      wrong.push({ row, ...(path === "/" ? {} : { column: path.slice(1) }), reason, hint });
    if (found.length > 0) continue;
    const number = value as unknown as SpecialNumber;
    const twice = seen.size === seen.add(homeNumber(number.number, country)).size;
    if (twice) wrong.push({ row, column: "number", ...listedTwice });
    else rows.push({ row, value: number });
  }
  return { rows, wrong: wrong.sort((a, b) => a.row - b.row) };
}

/** A number that is there already, in whichever form, is replaced in its place; others come after. */
function merged(old: readonly SpecialNumber[], read: readonly Row[], country: string): SpecialNumber[] {
  const fresh = new Map(read.map((r) => [homeNumber(r.value.number, country), r.value]));
  const kept = old.map((n) => {
    const key = homeNumber(n.number, country);
    const next = fresh.get(key) ?? n;
    fresh.delete(key);
    return next;
  });
  return [...kept, ...fresh.values()];
}

/** What the settings say about a number, said about the row it came from. */
function atRow(problem: SettingsProblem, numbers: readonly SpecialNumber[], read: readonly Row[]): SettingsProblem {
  const found = /^\/specialNumbers\/(\d+)(.*)$/.exec(problem.path);
  const row = found && read.find((r) => r.value === numbers[Number(found[1])])?.row;
  return row ? { ...problem, path: `/csv/${row}${found[2] ?? ""}` } : problem;
}

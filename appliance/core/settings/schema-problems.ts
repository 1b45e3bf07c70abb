import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import type { SettingsProblem } from "../../contract/settings.ts";
import { explainMisfit } from "./explain-misfit.ts";
import { problemAt } from "./problem-at.ts";

/** More at once nobody reads, and a document from outside may be wrong in any number of places. */
const mostProblems = 50;

/** Checks a value against a schema and says what is wrong in words: place (JSON pointer, RFC 6901), reason and what to do. */
export function schemaChecker<T extends TSchema>(schema: T): (value: unknown) => SettingsProblem[] {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return [];
    const problems = explainMisfit(schema, value).slice(0, mostProblems);
    return problems.length > 0 ? problems : [unexplained()];
  };
}

/** The schema says no and the words for it are missing here: the document is refused all the same. */
const unexplained = (): SettingsProblem =>
  problemAt(
    "",
    { en: "The document does not have the expected form.", zh: "文档格式不符合要求。" },
    { en: "Compare it with an exported one.", zh: "请与导出的文档对照。" },
  );

import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Settings as TypeboxSettings } from "typebox/system";
import type { SettingsProblem } from "../../contract/settings.ts";

type SchemaError = { keyword: string; instancePath: string; params: Record<string, unknown>; message: string };
const mostProblems = 50;
// The library stops at eight; somebody who imports a document wants to see more of them at once.
TypeboxSettings.Set({ maxErrors: 300 });

/** Checks a value against a schema and says what is wrong in words: place (JSON pointer), reason and what to do. */
export function schemaChecker<T extends TSchema>(schema: T): (value: unknown) => SettingsProblem[] {
  const compiled = Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return [];
    const [, errors] = compiled.Errors(value) as unknown as [boolean, SchemaError[]];
    const list = Array.isArray(errors) ? errors : (compiled.Errors(value) as unknown as SchemaError[]);
    const problems = joinedChoices([...list].slice(0, 500)).flatMap(problemOf);
    return withoutUnionNoise(problems).slice(0, mostProblems);
  };
}

function problemOf(error: SchemaError): SettingsProblem[] {
  const at = (path: string, en: string, zh: string, hintEn: string, hintZh: string): SettingsProblem => ({ path: path || "/", severity: "error", reason: { zh, en }, hint: { zh: hintZh, en: hintEn } });
  const { keyword, params, instancePath } = error;
  switch (keyword) {
    case "required":
      return names(params.requiredProperties).map((name) => at(`${instancePath}/${name}`, `"${name}" is missing.`, `缺少“${name}”。`, "Add it.", "请补上。"));
    case "additionalProperties":
      return names(params.additionalProperties).map((name) => at(`${instancePath}/${name}`, `"${name}" is not known here.`, `此处不认识“${name}”。`, "Remove it, or check the spelling.", "请删除或检查拼写。"));
    case "boolean":
      // An unknown property shows as the schema `false` at its own place.
      return [at(instancePath, `"${instancePath.split("/").at(-1)}" is not known here.`, `此处不认识“${instancePath.split("/").at(-1)}”。`, "Remove it, or check the spelling.", "请删除或检查拼写。")];
    case "type":
      return [at(instancePath, `This must be a ${String(params.type)}.`, `类型应为 ${String(params.type)}。`, "Change the value.", "请修改。")];
    case "minimum":
    case "maximum":
      return [at(instancePath, `Must be ${String(params.comparison)} ${String(params.limit)}.`, `必须 ${String(params.comparison)} ${String(params.limit)}。`, "Choose a value within the limits.", "请选择范围内的值。")];
    case "minLength":
      return [at(instancePath, "This must not be empty.", "不能为空。", "Enter at least one character.", "请至少输入一个字符。")];
    case "maxLength":
      return [at(instancePath, `At most ${String(params.limit)} characters.`, `最多 ${String(params.limit)} 个字符。`, "Make it shorter.", "请缩短。")];
    case "pattern":
      return [at(instancePath, "This has a form that is not allowed here.", "格式不正确。", `Expected: ${String(params.pattern)}`, `应符合：${String(params.pattern)}`)];
    case "minItems":
    case "maxItems":
      return [at(instancePath, `The list must have ${keyword === "minItems" ? "at least" : "at most"} ${String(params.limit)} entries.`, `列表${keyword === "minItems" ? "至少" : "最多"} ${String(params.limit)} 项。`, "Add or remove entries.", "请增减条目。")];
    case "const":
      return [at(instancePath, `Must be ${choice(params.allowedValues)}.`, `必须为 ${choice(params.allowedValues)}。`, "Choose one of the allowed values.", "请选择允许的值。")];
    case "anyOf":
      return [at(instancePath, "None of the allowed forms fits.", "与任何允许的形式都不符。", "Choose one of the allowed values.", "请选择允许的值。")];
    default:
      return [at(instancePath, error.message, error.message, "Change the value.", "请修改。")];
  }
}

const choice = (values: unknown): string => (Array.isArray(values) ? values.slice(0, 20).map(String).join(" / ") : "");
const names = (value: unknown): string[] => (Array.isArray(value) ? value.slice(0, 20).map(String) : []);

/** A union of words names every word that didn't fit: together they are the list to choose from. */
function joinedChoices(errors: SchemaError[]): SchemaError[] {
  const choices = new Map<string, unknown[]>();
  for (const e of errors) if (e.keyword === "const") choices.set(e.instancePath, [...(choices.get(e.instancePath) ?? []), e.params.allowedValue]);
  return errors.map((e) => (e.keyword === "const" ? { ...e, params: { allowedValues: choices.get(e.instancePath) } } : e));
}

/** Of several problems in one place one is enough. */
function withoutUnionNoise(problems: SettingsProblem[]): SettingsProblem[] {
  const seen = new Set<string>();
  return problems.filter((p) => {
    if (seen.has(p.path)) return false;
    seen.add(p.path);
    return true;
  });
}

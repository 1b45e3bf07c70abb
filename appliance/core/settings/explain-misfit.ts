import type { Sentence } from "../../contract/records.ts";
import type { SettingsProblem } from "../../contract/settings.ts";
import { problemAt } from "./problem-at.ts";

/** The part of JSON Schema that the contract is written in. */
type Schema = {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: unknown;
  items?: Schema;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
};
type Problems = SettingsProblem[];
/** Beyond this the search ends: enough to be told at once. */
const enough = 200;

/** Where and why a value doesn't fit, in the order of the document. Of a choice of forms, the one that was meant is explained. */
export function explainMisfit(schema: object, value: unknown): Problems {
  const problems: Problems = [];
  explain(schema as Schema, value, "", problems);
  return problems;
}

function explain(schema: Schema, value: unknown, path: string, out: Problems): void {
  if (out.length >= enough) return;
  if (schema.anyOf) return void explainChoice(schema.anyOf, value, path, out);
  if ("const" in schema) {
    if (value !== schema.const) out.push(oneOf(path, [schema.const]));
    return;
  }
  if (schema.type !== undefined && !isOfType(schema.type, value)) return void out.push(wrongType(path, schema.type));
  if (typeof value === "string") explainText(schema, value, path, out);
  else if (typeof value === "number") explainNumber(schema, value, path, out);
  else if (Array.isArray(value)) {
    explainCount(schema.minItems, schema.maxItems, value.length, path, out);
    if (schema.items) for (const [i, item] of value.entries()) explain(schema.items, item, `${path}/${i}`, out);
  } else if (typeof value === "object" && value !== null) explainObject(schema, value as Record<string, unknown>, path, out);
}

function explainObject(schema: Schema, value: Record<string, unknown>, path: string, out: Problems): void {
  const at = (name: string): string => `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const { properties = {}, patternProperties = {}, required = [] } = schema;
  for (const name of required) if (!Object.hasOwn(value, name)) out.push(problemAt(at(name), missing(name), add));
  const patterns = Object.entries(patternProperties);
  explainCount(schema.minProperties, schema.maxProperties, Object.keys(value).length, path, out);
  for (const [name, item] of Object.entries(value)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    // An optional property that was set to undefined is not there.
    if (own && item === undefined && !required.includes(name)) continue;
    const known = own ?? patterns.find(([pattern]) => new RegExp(pattern, "u").test(name))?.[1];
    if (known) explain(known, item, at(name), out);
    else if (schema.additionalProperties === false) {
      const words = { en: `"${name}" is not known here.`, zh: `此处不认识“${name}”。` };
      const hint = patterns[0] ? named(patterns[0][0]) : { en: "Remove it, or check the spelling.", zh: "请删除或检查拼写。" };
      out.push(problemAt(at(name), words, hint));
    }
  }
}

/** Several forms are allowed. A word or number that one of them names tells which was meant ("kind", "type"). */
function explainChoice(forms: Schema[], value: unknown, path: string, out: Problems): void {
  const values = forms.filter((form) => "const" in form).map((form) => form.const);
  if (values.includes(value)) return;
  const others = forms.filter((form) => !("const" in form));
  const mark = markOf(others);
  if (others.length === 0) out.push(oneOf(path, values));
  else if (mark !== undefined && isOfType("object", value)) {
    explainMarked(others, mark, value as Record<string, unknown>, path, out);
  } else if (!others.some((form) => explainMisfit(form, value).length === 0)) {
    // Whichever has the right type was meant, else the first.
    const meant = others.find((form) => isOfType(form.type ?? "", value)) ?? others[0]!;
    const or = values.length > 0 ? { en: ` Or: ${list(values)}.`, zh: `或者：${list(values)}。` } : { en: "", zh: "" };
    for (const { path: below, reason, hint } of explainMisfit(meant, value)) {
      if (below !== "/") out.push(problemAt(path + below, reason, hint));
      else out.push(problemAt(path, { en: reason.en + or.en, zh: reason.zh + or.zh }, hint));
    }
  }
}

function explainMarked(forms: Schema[], mark: string, value: Record<string, unknown>, path: string, out: Problems): void {
  const given = value[mark];
  const meant = forms.find((form) => form.properties?.[mark]?.const === given);
  const allowed = forms.map((form) => form.properties?.[mark]?.const);
  if (meant) explain(meant, value, path, out);
  else if (given === undefined) out.push(problemAt(`${path}/${mark}`, missing(mark), choose(allowed)));
  else out.push(oneOf(`${path}/${mark}`, allowed));
}

/** The property by which the forms of a choice tell themselves apart. */
function markOf(forms: Schema[]): string | undefined {
  const first = Object.keys(forms[0]?.properties ?? {});
  return forms.length < 2
    ? undefined
    : first.find((name) => forms.every((form) => form.properties?.[name] !== undefined && "const" in form.properties[name]));
}

function explainText(schema: Schema, value: string, path: string, out: Problems): void {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  // Counted as the schema counts: code points.
  const length = [...value].length;
  if (length < minLength) {
    const one = minLength === 1;
    const words = one
      ? { en: "This must not be empty.", zh: "不能为空。" }
      : { en: `At least ${minLength} characters.`, zh: `至少 ${minLength} 个字符。` };
    out.push(problemAt(path, words, { en: "Enter more.", zh: "请补充输入。" }));
  } else if (length > maxLength)
    out.push(
      problemAt(
        path,
        { en: `At most ${maxLength} characters.`, zh: `最多 ${maxLength} 个字符。` },
        { en: "Make it shorter.", zh: "请缩短。" },
      ),
    );
  else if (pattern !== undefined && !new RegExp(pattern, "u").test(value))
    out.push(problemAt(path, { en: "This has a form that is not allowed here.", zh: "格式不正确。" }, named(pattern)));
}

function explainNumber(schema: Schema, value: number, path: string, out: Problems): void {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const hint = { en: `Choose a value from ${minimum} to ${maximum}.`, zh: `请填写 ${minimum} 至 ${maximum} 之间的值。` };
  if (value < minimum) out.push(problemAt(path, { en: `At least ${minimum}.`, zh: `不得小于 ${minimum}。` }, hint));
  else if (value > maximum) out.push(problemAt(path, { en: `At most ${maximum}.`, zh: `不得大于 ${maximum}。` }, hint));
}

function explainCount(least: number | undefined, most: number | undefined, count: number, path: string, out: Problems): void {
  if (least !== undefined && count < least)
    out.push(
      problemAt(path, { en: `At least ${least} entries.`, zh: `至少 ${least} 项。` }, { en: "Add entries.", zh: "请增加条目。" }),
    );
  if (most !== undefined && count > most)
    out.push(
      problemAt(path, { en: `At most ${most} entries.`, zh: `最多 ${most} 项。` }, { en: "Remove entries.", zh: "请删减条目。" }),
    );
}

const isOfType = (type: string, value: unknown): boolean => {
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return type === "object" ? typeof value === "object" && value !== null && !Array.isArray(value) : typeof value === type;
};

const typeWords: Record<string, Sentence> = {
  string: { en: "a text", zh: "文本" },
  number: { en: "a number", zh: "数字" },
  integer: { en: "a whole number", zh: "整数" },
  boolean: { en: "true or false", zh: "true 或 false" },
  array: { en: "a list", zh: "列表" },
  object: { en: "an object", zh: "对象" },
};
const wrongType = (path: string, type: string): SettingsProblem => {
  const { en, zh } = typeWords[type] ?? { en: type, zh: type };
  return problemAt(path, { en: `This must be ${en}.`, zh: `此处应为${zh}。` }, { en: "Change the value.", zh: "请修改。" });
};

const missing = (name: string): Sentence => ({ en: `"${name}" is missing.`, zh: `缺少“${name}”。` });
const add: Sentence = { en: "Add it.", zh: "请补上。" };
const named = (pattern: string): Sentence => ({ en: `Expected form: ${pattern}`, zh: `应符合：${pattern}` });
const list = (values: unknown[]): string => values.slice(0, 20).map(String).join(" / ");
const choose = (values: unknown[]): Sentence => ({ en: `Choose one of: ${list(values)}.`, zh: `请选择：${list(values)}。` });
const oneOf = (path: string, values: unknown[]): SettingsProblem =>
  problemAt(path, { en: `Must be ${list(values)}.`, zh: `必须为 ${list(values)}。` }, choose(values));

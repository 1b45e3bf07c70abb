import { describe, expect, test } from "vitest";
import { Settings } from "../../appliance/contract/settings.ts";
import { en } from "../words/en.ts";
import { gearEn } from "../words/gear.en.ts";
import { officeEn } from "../words/office.en.ts";
import { type JsonSchema, shapeOf } from "./schema.ts";

const whole = JSON.parse(JSON.stringify(Settings)) as JsonSchema;
const sections = [
  "gateways",
  "lines",
  "analogPhones",
  "texts",
  "host",
  "mqtt",
  "plant",
  "alarmCare",
  "webhooks",
  "targets",
  "shifts",
];
/** Choices that are their own words. */
const plain = new Set(["5", "3.1.1", "1", "2", "3", "4", "6", "7", "8", "9", "0"]);

/** Every field and choice below a schema, each with the field it is in. */
function within(schema: JsonSchema, name: string): { fields: string[]; choices: [string, string][] } {
  const shape = shapeOf(schema);
  const below: { fields: string[]; choices: [string, string][] } = { fields: [], choices: [] };
  const take = (inner: JsonSchema, as: string) => {
    const found = within(inner, as);
    below.fields.push(...found.fields);
    below.choices.push(...found.choices);
  };
  const all = (properties: Record<string, JsonSchema>) => {
    for (const [key, inner] of Object.entries(properties)) {
      below.fields.push(`${name}.${key}`);
      take(inner, key);
    }
  };
  if (shape.kind === "choice") below.choices.push(...shape.values.map((v): [string, string] => [name, v]));
  if (shape.kind === "list") take(shape.items, name);
  if (shape.kind === "object") all(shape.properties);
  if (shape.kind === "variant")
    for (const [value, inner] of Object.entries(shape.variants)) {
      below.choices.push([name, value]);
      const { [shape.by]: _, ...rest } = inner.properties ?? {};
      all(rest);
    }
  return below;
}
const has = (table: object, key: string): boolean => Object.hasOwn(table, key);

describe("every part of lines, gateways, machine, plant, targets and those who are told has its words", () => {
  test.each(sections)("%s", (section) => {
    const { fields, choices } = within(whole.properties?.[section] ?? {}, section);
    expect(fields.length).toBeGreaterThan(2);
    const nameless = fields.filter((path) => {
      const name = path.split(".")[1] ?? "";
      return (
        ![gearEn.fieldIn, officeEn.fieldIn, en.fieldIn].some((t) => has(t, path)) &&
        ![gearEn.field, officeEn.field, en.field].some((t) => has(t, name))
      );
    });
    expect(nameless).toEqual([]);
    const wordless = choices.filter(
      ([name, value]) =>
        !plain.has(value) &&
        ![gearEn.optionIn, officeEn.optionIn, en.optionIn].some((t) => has(t, `${name}.${value}`)) &&
        ![gearEn.option, officeEn.option, en.option].some((t) => has(t, value)),
    );
    expect(wordless).toEqual([]);
  });
});

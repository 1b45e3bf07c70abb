import { describe, expect, test } from "vitest";
import { Settings } from "../../appliance/contract/settings.ts";
import { groupsOf, isSole, numberSections, partsOf, partsOfNumbers, soleGroups } from "./form-groups.ts";
import { type JsonSchema, shapeOf } from "./schema.ts";
import { allSections, sectionGroups } from "./section-groups.ts";

const whole = JSON.parse(JSON.stringify(Settings)) as JsonSchema;
/** Fields of a part of the document, or of an entry of a list. */
function fieldsOf(part: string): string[] {
  const schema = whole.properties?.[part] ?? {};
  const shape = shapeOf(schema);
  const inner = shape.kind === "list" ? shapeOf(shape.items) : shape;
  if (inner.kind === "variant")
    return [...new Set(Object.values(inner.variants).flatMap((v) => Object.keys(v.properties ?? {})))];
  return inner.kind === "object" ? Object.keys(inner.properties) : [];
}
/** Named by their entry and never changed, told by what they were made as, or edited on pages and parts of their own. */
const elsewhere = new Set(["id", "code", "lines.kind", "surveys.questions", "connectors.headers"]);

test("every section stands under exactly one heading", () => {
  expect(sectionGroups.flatMap(({ of }) => [...of]).sort()).toEqual([...allSections].sort());
});

describe("every field of the settings can be set by a form", () => {
  test.each(Object.entries(groupsOf))("%s", (section, groups) => {
    const shown = new Set(groups.flatMap((g) => g.fields));
    const missing = fieldsOf(section).filter(
      (name) => !shown.has(name) && !elsewhere.has(name) && !elsewhere.has(`${section}.${name}`),
    );
    // The port is what an analog phone is named by.
    expect(missing).toEqual([]);
  });
  test.each(Object.entries(soleGroups))("%s", (section, groups) => {
    const shown = new Set(groups.flatMap((g) => g.fields.map((name) => `${g.at ?? ""}/${name}`)));
    const parts = isSole(section as never) ? partsOf[section as keyof typeof partsOf] : [];
    const missing = parts
      .filter((part) => !shown.has(`/${part}`))
      .flatMap((part) => fieldsOf(part).map((name) => `/${part}/${name}`))
      .filter((place) => !shown.has(place));
    expect(missing).toEqual([]);
  });
  test("every part of the document is on some page", () => {
    const known = new Set<string>([
      ...Object.keys(groupsOf),
      ...Object.values(partsOf).flat(),
      ...numberSections.flatMap((name) => partsOfNumbers[name]),
      "flows",
      "prompts",
    ]);
    expect(Object.keys(whole.properties ?? {}).filter((part) => !known.has(part))).toEqual([]);
  });
});

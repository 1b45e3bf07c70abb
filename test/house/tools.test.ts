import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textOf } from "./kept-files.ts";
import { makeTrial, type Trial } from "./trial.ts";

const whole = (path: string): boolean => !/\.(?:png|jpe?g)$/.test(path);

describe("format and lint", () => {
  let trial: Trial;
  beforeAll(() => {
    trial = makeTrial((path) => path === "biome.json");
  });
  afterAll(() => trial.remove());
  const check = (text: string): { output: string; status: number | null } => {
    trial.write("appliance/edge/media/a.ts", text);
    return trial.run("biome", "check", "--vcs-enabled=false", "appliance");
  };

  it("let a clean file be", () => {
    expect(check('export const a = "x";\n')).toMatchObject({ status: 0 });
  });
  it.each([
    ["format", "export const a = 'x'\n"],
    ["format", `export const a = [${'"1234567", '.repeat(20)}"1"];\n`],
    ["assist/source/organizeImports", 'import { b } from "./b.ts";\nimport { a } from "./a.ts";\n\nexport const c = [a, b];\n'],
    ["lint/style/useImportType", 'import { A } from "./b.ts";\n\nexport const c: A = 1;\n'],
    ["lint/style/useNodejsImportProtocol", 'import fs from "fs";\n\nexport const c = fs;\n'],
    ["lint/suspicious/noExplicitAny", "export const a = (b: any) => b;\n"],
    ["lint/correctness/noUnsafeOptionalChaining", "export const a = (b?: { c: { d: 1 } }) => (b?.c).d;\n"],
    [
      "lint/suspicious/noFallthroughSwitchClause",
      "export function f(a: number) {\n  switch (a) {\n    case 1:\n      f(2);\n    case 2:\n      return 1;\n  }\n}\n",
    ],
  ])("see %s", (rule, text) => {
    const { output, status } = check(text);
    expect(status).toBe(1);
    expect(output).toContain(rule);
  });
});

describe("dead code", () => {
  let trial: Trial;
  let before: string;
  let after: string;
  beforeAll(() => {
    trial = makeTrial(whole);
    before = trial.run("knip", "--reporter", "compact").output;
    trial.write("appliance/core/lines/nobody.ts", "export const nobody = 1;\n");
    trial.write(
      "appliance/core/lines/admit.ts",
      `${textOf("appliance/core/lines/admit.ts")}export const unwanted = (): number => 1;\n`,
    );
    const given = JSON.parse(textOf("package.json")) as { dependencies: Record<string, string> };
    given.dependencies["left-over"] = "1.0.0";
    trial.write("package.json", `${JSON.stringify(given)}\n`);
    trial.write("appliance/edge/business/needs.ts", 'import "not-listed";\n');
    trial.write("appliance/edge/business/business.ts", `import "./needs.ts";\n${textOf("appliance/edge/business/business.ts")}`);
    after = trial.run("knip", "--reporter", "compact").output;
  });
  afterAll(() => trial.remove());

  it.each([
    ["a file nobody imports", "appliance/core/lines/nobody.ts"],
    ["an export nobody uses", "unwanted"],
    ["a package nobody uses", "left-over"],
    ["a package nobody listed", "not-listed"],
  ])("%s is found", (_, name) => {
    expect(before).not.toContain(name);
    expect(after).toContain(name);
  });

  it("only what knip can't see is named as a beginning, and every one is there", () => {
    const { entry } = JSON.parse(textOf("knip.json")) as { entry: string[] };
    expect(entry.filter((pattern) => /\*\*\/\*\.(ts|tsx)$/.test(pattern))).toEqual([]);
    expect(before).not.toMatch(/Refine entry pattern|no matches/);
  });
});

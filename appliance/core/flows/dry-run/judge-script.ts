import type { FlowRun, Parting, ScriptVerdict } from "../../../contract/flow-run.ts";
import type { ExpectationPart, FlowExpectation, FlowScript, Place } from "../../../contract/flow-script.ts";

/** What a run gives, as an expectation of the wanted parts: "what I just did" becomes a script, an outdated one is accepted anew. */
export function expectationOf(run: FlowRun, parts: readonly ExpectationPart[]): FlowExpectation {
  const wanted = new Set(parts);
  return {
    ...(wanted.has("path") ? { path: run.path.map(({ flow, node }) => ({ flow, node })) } : {}),
    ...(wanted.has("said") ? { said: run.said } : {}),
    ...(wanted.has("end") ? { end: run.end } : {}),
    ...(wanted.has("variables") ? { variables: run.variables } : {}),
  };
}

/** Which parts an expectation pins. */
export const pinnedParts = (expect: FlowExpectation): ExpectationPart[] =>
  (["path", "said", "end", "variables"] as const).filter((part) => expect[part] !== undefined);

/** Whether a run is what the script expects, and where they part first. A run that a limit cut short never passes. */
export function judgeScript({ id, name, expect }: FlowScript, run: FlowRun): ScriptVerdict {
  const partings = [
    ...(run.end === "limit" ? [cutShort] : []),
    ...pathParting(expect.path, run),
    ...saidParting(expect.said, run.said),
    ...(expect.end === undefined || expect.end === run.end ? [] : [endParting(expect.end, run.end)]),
    ...Object.entries(expect.variables ?? {}).flatMap(([variable, value]) => variableParting(variable, value, run)),
  ];
  return { script: id, name, passed: partings.length === 0, partings, end: run.end };
}

const cutShort: Parting = {
  part: "end",
  expected: "",
  got: "limit",
  words: { zh: "试运行超出步数或时间限制", en: "the dry run went beyond its limit of steps or time" },
};

const nameOf = (place: Place | undefined): string => (place ? `${place.flow}/${place.node}` : "—");

function pathParting(expected: readonly Place[] | undefined, { path }: FlowRun): Parting[] {
  if (!expected) return [];
  const longest = Math.max(expected.length, path.length);
  for (let at = 0; at < longest; at++) {
    const [wanted, got] = [nameOf(expected[at]), nameOf(path[at])];
    if (wanted === got) continue;
    const words = {
      zh: `第 ${at + 1} 步应到 ${wanted}，实际到 ${got}`,
      en: `step ${at + 1} should come to ${wanted}, but came to ${got}`,
    };
    return [{ part: "path", at, expected: wanted, got, words }];
  }
  return [];
}

function saidParting(expected: readonly string[] | undefined, said: readonly string[]): Parting[] {
  let from = 0;
  for (const [at, text] of (expected ?? []).entries()) {
    const found = said.indexOf(text, from);
    if (found >= 0) {
      from = found + 1;
      continue;
    }
    const got = said[from] ?? "";
    const words = { zh: `没有听到“${text}”，此处是“${got}”`, en: `"${text}" was not heard; "${got}" came instead` };
    return [{ part: "said", at, expected: text, got, words }];
  }
  return [];
}

const endParting = (expected: string, got: string): Parting => ({
  part: "end",
  expected,
  got,
  words: { zh: `应以“${expected}”结束，实际为“${got}”`, en: `it should end with "${expected}", but ended with "${got}"` },
});

function variableParting(name: string, expected: string, { variables }: FlowRun): Parting[] {
  const got = Object.hasOwn(variables, name) ? variables[name]! : "";
  if (got === expected) return [];
  const words = { zh: `变量 ${name} 应为“${expected}”，实际为“${got}”`, en: `${name} should be "${expected}", but is "${got}"` };
  return [{ part: "variables", expected: `${name}=${expected}`, got: `${name}=${got}`, words }];
}

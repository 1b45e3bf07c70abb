import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { FlowScript } from "../../appliance/contract/flow-script.ts";
import { flowCoverage } from "../../appliance/core/flows/dry-run/flow-coverage.ts";
import { judgeScript } from "../../appliance/core/flows/dry-run/judge-script.ts";
import { playFlow } from "../../appliance/core/flows/dry-run/play-flow.ts";
import { stageOf } from "../../appliance/core/flows/dry-run/stage-of.ts";
import { labScripts } from "./scripts.ts";
import { labSettings } from "./settings.ts";

const settings = labSettings("http://127.0.0.1:1");
const stage = stageOf(settings, Date.UTC(2026, 10, 22, 2, 0));

describe("the saved scripts of the demonstration", () => {
  it.each(labScripts.map((s) => [s.script.id, s] as const))("%s passes on the flow as it is", (_, { flow, script }) => {
    expect(Check(FlowScript, script)).toBe(true);
    expect(judgeScript(script, playFlow(flow, script.play, stage))).toMatchObject({ partings: [], passed: true });
  });
  it("notice when a way is rewired: every exit of the two menus that a caller can press is walked", () => {
    const runs = labScripts.map(({ flow, script }) => playFlow(flow, script.play, stage));
    const { uncovered } = flowCoverage(settings.flows.find((f) => f.id === "hotline")!, runs);
    const open = uncovered.filter((u) => u.node === "main").map((u) => u.exit);
    expect(open).toEqual(["/choices/9/next", "/onTimeout/next", "/onInvalid/next"]);
  });
});

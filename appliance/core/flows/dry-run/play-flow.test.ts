import fc from "fast-check";
import { Check } from "typebox/value";
import { describe, expect, it } from "vitest";
import { labFlows } from "../../../../provisioning/lab/flows.ts";
import { labSettings } from "../../../../provisioning/lab/settings.ts";
import { randomFlow } from "../../../../test/sim/random-flow.ts";
import type { FlowDocument } from "../../../contract/flow.ts";
import { FlowPlay } from "../../../contract/flow-script.ts";
import { exitsOf } from "../flow-exits.ts";
import { flowCoverage } from "./flow-coverage.ts";
import { expectationOf, judgeScript } from "./judge-script.ts";
import { playFlow, type Stage } from "./play-flow.ts";

const settings = labSettings("http://127.0.0.1:1");
const stage: Stage = {
  library: { flows: labFlows },
  house: { nowMs: Date.UTC(2026, 2, 2, 2, 30), timeZone: "Asia/Shanghai", calendars: settings.calendars, queues: ["hotline"] },
};
const call = { caller: "13800138000", called: "96100", line: "trunk" };
const figures = { verified: "yes", balance: "205.30", due: "2026-12-20", reading: "1287", name: "张伟" };
const billing = {
  billing: [{ when: { meter: "100206" }, outcome: "ok" as const, values: figures }, { outcome: "not-found" as const }],
};
const play = (acts: FlowPlay["acts"], world: FlowPlay["world"] = {}): FlowPlay => ({ call, world, acts });
const run = (acts: FlowPlay["acts"], world?: FlowPlay["world"], on = stage) => playFlow("hotline", play(acts, world), on);
const press = (keys: string) => ({ do: "press" as const, keys });
const listen = { do: "listen" as const };
const hangup = { do: "hangup" as const };

describe("a dry run", () => {
  it("tells node by node what is said, pressed, looked up and set, and where it ends", () => {
    const got = run([press("1"), listen, press("1"), press("100206#"), listen, hangup], { connectors: billing });
    expect(got.end).toBe("hangup");
    expect(got.path.map((p) => p.node)).toEqual([
      ...["notice", "begin", "by-number", "language", "hours", "main", "own-meter", "meter"],
      ...["bill-lookup", "known", "bill-which", "bill-says", "after"],
    ]);
    expect(got.path[6]!.from).toEqual({ flow: "hotline", node: "main", exit: "/choices/1/next" });
    expect(got.variables).toMatchObject({ meter: "100206", balance: "205.30" });
    expect(got.said.join("")).toContain("应缴水费二百零五元三角");
    const kinds = got.steps.map((s) => s.step);
    for (const kind of ["node", "say", "key", "timer", "lookup", "answer", "variable", "end"]) expect(kinds).toContain(kind);
    expect(got.steps.find((s) => s.step === "node" && s.node === "main")).toMatchObject({ type: "menu", flow: "hotline" });
    for (const [i, step] of got.steps.entries()) expect(step.atMs).toBeGreaterThanOrEqual(got.steps[i - 1]?.atMs ?? 0);
  });
  it.each([
    ["not-found", "bill-unknown"],
    ["failed", "bill-dead"],
    ["silent", "bill-dead"],
  ] as const)("goes the way of a business system that answers %s", (outcome, node) => {
    const got = run([press("11"), press("4440#"), listen, { do: "wait", forMs: 5000 }, hangup], {
      connectors: { billing: [{ outcome }] },
    });
    expect(got.path.map((p) => p.node)).toContain(node);
  });
  it("counts an answer that comes later than the flow waits as failed", () => {
    const slow = { connectors: { billing: [{ outcome: "ok" as const, values: { balance: 1 }, afterMs: 9000 }] } };
    const got = run([press("11"), press("4440#"), listen, hangup], slow);
    expect(got.path.map((p) => p.node)).toContain("bill-dead");
  });
  it("makes the house open, closed or on holiday, whatever the clock says", () => {
    const at = (as: "open" | "closed" | "holiday") =>
      run([press("1"), listen, hangup], { calendars: { office: as } }).path.map((p) => p.node);
    expect(at("open")).toContain("main");
    expect(at("closed")).toContain("night");
    expect(at("holiday")).toContain("night");
  });
  it("gives the caller back as the made-up queue says, or leaves him there", () => {
    expect(run([press("10")])).toMatchObject({ end: "queue", at: { node: "person" } });
    const full = run([press("10")], { queues: { hotline: { outcome: "no-agent", afterMs: 5 } } });
    expect(full.path.map((p) => p.node)).toContain("busy");
    expect(full.steps).toContainEqual(expect.objectContaining({ step: "back", outcome: "no-agent" }));
  });
  it("begins when and in which language it is told to", () => {
    const night = { ...call, at: "2026-03-02T23:30:00+08:00" };
    const hours = { ...settings.calendars[0]!, weekly: { mon: [{ from: "08:00", to: "18:00" }] } };
    const house = { ...stage.house, calendars: [hours] };
    const got = playFlow("hotline", { call: night, acts: [press("2"), listen, hangup] }, { ...stage, house });
    expect(got.path.map((p) => p.node)).toContain("night");
    expect(got.said.at(-1)).toMatch(/[a-z]/);
  });
  it("is cut short when it takes too long, and then passes no script", () => {
    let calls = 0;
    const got = run([press("1"), listen], {}, { ...stage, giveUp: () => ++calls > 3 });
    expect(got.end).toBe("limit");
    const verdict = judgeScript({ id: "x", name: "x", play: play([]), expect: {} }, got);
    expect(verdict.passed).toBe(false);
  });
  it("stays in its limits for any flow and any play", () => {
    const acts = fc.array(
      fc.oneof(
        fc.stringMatching(/^[0-9*#]{1,8}$/).map((keys) => ({ do: "press" as const, keys })),
        fc.constant({ do: "listen" as const }),
        fc.constant({ do: "wait" as const, forMs: 3_600_000 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(randomFlow("hotline"), randomFlow("sub"), acts, (flow, sub, list) => {
        const library = { flows: [flow, sub] };
        const got = playFlow("hotline", play(list), { ...stage, library });
        expect(got.steps.length).toBeLessThanOrEqual(3001);
        // Every exit that was taken is written in its node and leads to where the call then came.
        for (const { from, node } of got.path) {
          if (!from) continue;
          const of = library.flows.find((f) => f.id === from.flow)!.nodes[from.node]!;
          expect(exitsOf(of).map((e) => `${e.path} ${e.next}`)).toContain(`${from.exit} ${node}`);
        }
        expect(
          judgeScript(
            { id: "x", name: "x", play: play(list), expect: expectationOf(got, ["path", "said", "end", "variables"]) },
            got,
          ),
        ).toMatchObject({ passed: got.end !== "limit" });
        const { covered, total, uncovered } = flowCoverage(flow, [got]);
        const taken = new Set(got.path.flatMap(({ from }) => (from?.flow === "hotline" ? [`${from.node} ${from.exit}`] : [])));
        expect(covered).toBe(taken.size);
        expect(total - covered).toBe(uncovered.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a saved script", () => {
  const acts = [press("1"), listen, press("1"), press("100206#"), listen, hangup];
  const world = { connectors: billing };
  const before = run(acts, world);
  const script = { id: "bill", name: "Bill", play: play(acts, world), expect: expectationOf(before, ["path", "said", "end"]) };
  const rerun = (change: (flow: FlowDocument) => void) => {
    const flows = JSON.parse(JSON.stringify(labFlows)) as FlowDocument[];
    change(flows.find((f) => f.id === "hotline")!);
    return judgeScript(script, run(acts, world, { ...stage, library: { flows } }));
  };
  it("is a good document and passes on the flow it was made from", () => {
    expect(Check(FlowPlay, script.play)).toBe(true);
    expect(rerun(() => {})).toMatchObject({ passed: true, partings: [] });
  });
  it("says where they part: another way, another word, another end, another value", () => {
    const elsewhere = rerun((flow) => {
      (flow.nodes.main as { choices: Record<string, { next: string }> }).choices["1"]!.next = "outage";
    });
    expect(elsewhere.passed).toBe(false);
    expect(elsewhere.partings[0]).toMatchObject({ part: "path", at: 6, expected: "hotline/own-meter", got: "hotline/outage" });
    expect(elsewhere.partings[0]!.words.en).toBe("step 7 should come to hotline/own-meter, but came to hotline/outage");
    const reworded = rerun((flow) => {
      (flow.nodes["bill-says"] as { items: object[] }).items = [{ kind: "text", text: { zh: "{{balance}}" } }];
    });
    expect(reworded.partings).toMatchObject([{ part: "said" }]);
    expect(judgeScript({ ...script, expect: { end: "queue", variables: { meter: "1" } } }, before).partings).toMatchObject([
      { part: "end", expected: "queue", got: "hangup" },
      { part: "variables", expected: "meter=1", got: "meter=100206" },
    ]);
  });
  it("counts the branches it takes and names the others in words", () => {
    const hotline = labFlows.find((f) => f.id === "hotline")!;
    const { covered, total, uncovered } = flowCoverage(hotline, [before, before]);
    expect(covered).toBe(new Set(before.path.flatMap((p) => (p.from ? [p.from.node + p.from.exit] : []))).size);
    expect(covered).toBeLessThan(total);
    expect(uncovered.find((u) => u.node === "main" && u.exit === "/choices/3/next")!.words.en).toMatch(
      /^"Main menu" \(main\): key 3 \(Outages\) → /,
    );
  });
});

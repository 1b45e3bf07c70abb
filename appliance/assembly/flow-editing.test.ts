import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { labFlows } from "../../provisioning/lab/flows.ts";
import { labSettings } from "../../provisioning/lab/settings.ts";
import { type EditingApp, editingApp } from "../../test/sim/editing-app.ts";
import type { FaultReply } from "../contract/faults.ts";
import type { FlowDocument } from "../contract/flow.ts";
import type { FlowChange } from "../contract/flow-change.ts";
import type { FlowListRow, FlowVersionRow } from "../contract/flow-library.ts";
import type { FlowCoverage, FlowRun, ScriptVerdict } from "../contract/flow-run.ts";
import type { Store } from "../edge/store/store.ts";

let app: EditingApp;
let store: Store;

beforeEach(async () => {
  app = await editingApp(labSettings("http://127.0.0.1:1"));
  store = app.store;
});
afterEach(() => app.close());

const ask: EditingApp["ask"] = (...question) => app.ask(...question);

const hotline = labFlows.find((f) => f.id === "hotline")!;
const changed = (change: (flow: FlowDocument) => void): FlowDocument => {
  const copy = JSON.parse(JSON.stringify(hotline)) as FlowDocument;
  change(copy);
  return copy;
};
/** Key 3 no longer leads to the outages. */
const rewired = changed((flow) => {
  (flow.nodes.main as { choices: Record<string, { next: string }> }).choices["3"]!.next = "person";
});
const call = { caller: "13800138000", called: "96100" };
const outage = {
  name: "Outages 停水",
  play: {
    call,
    acts: [{ do: "press", keys: "1" }, { do: "listen" }, { do: "press", keys: "3" }, { do: "listen" }, { do: "hangup" }],
  },
};
const saveDraft = async (document: FlowDocument, rev = 0) =>
  (await ask<{ rev: number }>("PUT", "/api/flows/hotline/draft", { document, rev })).json.rev;

describe("editing a flow", () => {
  it("keeps the draft of whoever was first, says what is wrong with it and what was changed", async () => {
    const rev = await saveDraft(rewired);
    expect((await ask("PUT", "/api/flows/hotline/draft", { document: rewired, rev: 0 })).status).toBe(412);
    const unfinished = { ...rewired, nodes: { ...rewired.nodes, main: { type: "menu" } } };
    const saved = await ask<{ rev: number; problems: { path: string }[] }>("PUT", "/api/flows/hotline/draft", {
      document: unfinished,
      rev,
    });
    expect(saved.json.problems.map((p) => p.path)).toContain("/nodes/main/choices");
    expect((await ask<FaultReply>("POST", "/api/flows/hotline/publish", { rev: saved.json.rev })).json.code).toBe("flow-unfit");
    await saveDraft(rewired, saved.json.rev);
    const { changes } = (await ask<{ changes: FlowChange[] }>("GET", "/api/flows/hotline/diff")).json;
    expect(changes).toMatchObject([{ kind: "exit", node: "main", from: "outage", to: "person" }]);
    const [row] = (await ask<FlowListRow[]>("GET", "/api/flows")).json.filter((f) => f.id === "hotline");
    expect(row).toMatchObject({ version: { n: 1, by: "lab" }, scripts: 0, draft: { base: 1, stale: false, by: "admin" } });
    expect((await ask("PUT", "/api/flows/hotline/draft", { document: { ...rewired, id: "other" }, rev: 0 })).status).toBe(400);
  });

  it("publishes, notes who and why, and returns to an earlier version", async () => {
    const rev = await saveDraft(rewired);
    expect((await ask("POST", "/api/flows/hotline/publish?dry-run=1", { rev })).status).toBe(200);
    expect(app.inForce().flows.find((f) => f.id === "hotline")).toEqual(hotline);
    const done = await ask<{ version: number; revision: number; plan: object[] }>("POST", "/api/flows/hotline/publish", {
      rev,
      note: "no outages in summer",
    });
    expect(done).toMatchObject({ status: 200, json: { version: 2, revision: 2, plan: [{ what: "flow", id: "hotline" }] } });
    expect(app.inForce().flows.find((f) => f.id === "hotline")).toEqual(rewired);
    expect((await ask("GET", "/api/flows/hotline/draft")).status).toBe(404);
    const rows = (await ask<FlowVersionRow[]>("GET", "/api/flows/hotline/versions")).json;
    expect(rows).toMatchObject([
      { n: 2, by: "admin", note: "no outages in summer", revision: 2 },
      { n: 1, by: "lab", note: "", revision: 1 },
    ]);
    expect((await ask("POST", "/api/flows/hotline/return", { version: 1 })).json).toMatchObject({ version: 3 });
    expect(app.inForce().flows.find((f) => f.id === "hotline")).toEqual(hotline);
    const back = (await ask<{ document: FlowDocument }>("GET", "/api/flows/hotline/versions/3")).json;
    expect(back.document).toEqual(hotline);
    await store.flushed();
    expect(store.auditRows(20)).toContainEqual(
      expect.objectContaining({ who: "admin", what: "returnFlow", subject: "hotline", outcome: "ok" }),
    );
  });

  it("does not publish over a version that came meanwhile, until the draft is taken to it", async () => {
    const rev = await saveDraft(rewired);
    const { revision } = (await ask<{ revision: number }>("GET", "/api/settings")).json;
    const named = {
      ...app.inForce(),
      flows: app.inForce().flows.map((f) => (f.id === "hotline" ? { ...f, name: "Hotline 2" } : f)),
    };
    expect((await ask("PUT", "/api/settings", named, { "if-match": `"${revision}"` })).status).toBe(200);
    expect((await ask<FaultReply>("POST", "/api/flows/hotline/publish", { rev })).json.code).toBe("draft-outdated");
    const next = await ask<{ rev: number }>("PUT", "/api/flows/hotline/draft", { document: rewired, rev, base: 2 });
    expect((await ask("POST", "/api/flows/hotline/publish", { rev: next.json.rev })).json).toMatchObject({ version: 3 });
  });

  it("keeps versions of flows that are added and removed", async () => {
    const added = { ...rewired, id: "summer", name: "Summer" };
    const { json } = await ask<{ rev: number }>("PUT", "/api/flows/summer/draft", { document: added, rev: 0 });
    expect((await ask("POST", "/api/flows/summer/publish", { rev: json.rev })).json).toMatchObject({ version: 1 });
    const without = { ...app.inForce(), flows: app.inForce().flows.filter((f) => f.id !== "summer") };
    expect((await ask("PUT", "/api/settings", without, { "if-match": '"2"' })).status).toBe(200);
    expect((await ask("GET", "/api/flows/summer/versions")).json).toMatchObject([{ n: 2, removed: true }, { n: 1 }]);
    expect((await ask("POST", "/api/flows/summer/return", { version: 1 })).json).toMatchObject({ version: 3 });
  });
});

describe("saved scripts", () => {
  beforeEach(async () => {
    expect((await ask("PUT", "/api/flows/hotline/scripts/outage", outage)).status).toBe(200);
  });

  it("refuse to let a flow be published that breaks them, by either door, and say where they part", async () => {
    const rev = await saveDraft(rewired);
    const refused = await ask<FaultReply>("POST", "/api/flows/hotline/publish", { rev });
    expect(refused).toMatchObject({ status: 422, json: { code: "script-failed" } });
    expect(refused.json.problems![0]!.reason.en).toContain("should come to hotline/outage, but came to hotline/person");
    expect(refused.json.problems![0]!.path).toBe(`/flows/${app.inForce().flows.findIndex((f) => f.id === "hotline")}`);
    const document = { ...app.inForce(), flows: app.inForce().flows.map((f) => (f.id === "hotline" ? rewired : f)) };
    const { revision } = (await ask<{ revision: number }>("GET", "/api/settings")).json;
    const put = await ask<FaultReply>("PUT", "/api/settings", document, { "if-match": `"${revision}"` });
    expect(put.json.code).toBe("script-failed");
    expect(app.inForce().flows.find((f) => f.id === "hotline")).toEqual(hotline);
    // A change that leaves the flow alone is not held up.
    const renamed = { ...app.inForce(), site: { ...app.inForce().site, name: "Other" } };
    expect((await ask("PUT", "/api/settings", renamed, { "if-match": `"${revision}"` })).status).toBe(200);
  });

  it("let it pass once their new outcome is accepted, which is written down", async () => {
    const rev = await saveDraft(rewired);
    expect((await ask("POST", "/api/flows/hotline/scripts/outage/accept", { draft: true })).status).toBe(200);
    expect((await ask("POST", "/api/flows/hotline/publish", { rev })).status).toBe(200);
    // The earlier version breaks the script as it is now: only said outright it comes back.
    expect((await ask("POST", "/api/flows/hotline/return", { version: 1 })).json).toMatchObject({ code: "script-failed" });
    const back = await ask<{ warnings: object[] }>("POST", "/api/flows/hotline/return", { version: 1, despiteScripts: true });
    expect(back.status).toBe(200);
    expect(back.json.warnings).toContainEqual(expect.objectContaining({ severity: "warning" }));
    await store.flushed();
    expect(store.auditRows(20)).toContainEqual(expect.objectContaining({ what: "acceptFlowScript", outcome: "ok" }));
  });

  it("count for the flows that run a changed one", async () => {
    const deep = { ...outage, play: { call, acts: [{ do: "press", keys: "1411" }, { do: "listen" }, { do: "hangup" }] } };
    expect((await ask("PUT", "/api/flows/hotline/scripts/deep", deep)).status).toBe(200);
    const levels = labFlows.find((f) => f.id !== "hotline" && Object.keys(f.nodes).includes("level-2"))!;
    const nodes = { ...levels.nodes, "level-1": { ...levels.nodes["level-1"]!, choices: { "1": { next: "level-3" } } } };
    const document = { ...app.inForce(), flows: app.inForce().flows.map((f) => (f.id === levels.id ? { ...levels, nodes } : f)) };
    const put = await ask<FaultReply>("PUT", "/api/settings", document, { "if-match": '"1"' });
    expect(put.json).toMatchObject({ code: "script-failed" });
    expect(put.json.problems).toHaveLength(1);
  });

  it("run with passed or failed and tell which branches none of them takes", async () => {
    type Result = { passed: boolean; verdicts: ScriptVerdict[]; coverage: FlowCoverage };
    const good = (await ask<Result>("POST", "/api/flows/hotline/scripts/run", {})).json;
    expect(good).toMatchObject({ passed: true, verdicts: [{ script: "outage", passed: true }] });
    expect(good.coverage.covered).toBeGreaterThan(0);
    expect(good.coverage.uncovered.some((u) => u.node === "main" && u.exit === "/choices/1/next")).toBe(true);
    expect(good.coverage.uncovered.some((u) => u.node === "main" && u.exit === "/choices/3/next")).toBe(false);
    await saveDraft(rewired);
    expect((await ask<Result>("POST", "/api/flows/hotline/scripts/run", { draft: true })).json.passed).toBe(false);
    expect((await ask("DELETE", "/api/flows/hotline/scripts/outage")).status).toBe(204);
    expect((await ask("GET", "/api/flows/hotline/scripts")).json).toEqual([]);
  });
});

describe("the dry run", () => {
  it("plays on the flow in force, on a draft and on a document that is nowhere yet", async () => {
    const play = outage.play;
    const run = async (more: object) =>
      (await ask<FlowRun>("POST", "/api/flows/dry-run", { flow: "hotline", play, ...more })).json;
    expect((await run({})).path.map((p) => p.node)).toContain("outage");
    await saveDraft(rewired);
    expect((await run({ draft: true })).path.map((p) => p.node)).not.toContain("outage");
    const elsewhere = { ...hotline, start: "main" };
    expect((await run({ document: elsewhere })).path[0]).toEqual({ flow: "hotline", node: "main" });
    const hostile = await ask<FaultReply>("POST", "/api/flows/dry-run", {
      flow: "hotline",
      play: { call, acts: [{ do: "press", keys: "1".repeat(65) }] },
    });
    expect(hostile.status).toBe(400);
  });
});

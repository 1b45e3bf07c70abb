import type { FlowDocument } from "../../appliance/contract/flow.ts";
import type { FlowChange } from "../../appliance/contract/flow-change.ts";
import type { FlowDraftRow, FlowListRow, FlowScriptRow, FlowVersionRow } from "../../appliance/contract/flow-library.ts";
import type { FlowCoverage, FlowRun, ScriptVerdict } from "../../appliance/contract/flow-run.ts";
import type { ExpectationPart, FlowPlay } from "../../appliance/contract/flow-script.ts";
import type { PlanStep, SettingsProblem } from "../../appliance/contract/settings.ts";
import { call } from "./call.ts";

export type FlowDraft = FlowDraftRow & { stale: boolean; problems: SettingsProblem[] };
export type DryRun = FlowRun & { coverage: FlowCoverage };
export type ScriptsRun = { passed: boolean; verdicts: ScriptVerdict[]; coverage: FlowCoverage };

export const fetchFlows = async () => (await call("flows")) as FlowListRow[];
/** Those that were taken out of the settings, the latest first. */
export const fetchRemovedFlows = async () => (await call("flows", { query: { removed: "1" } })) as FlowListRow[];
export const fetchFlowDraft = async (id: string) => (await call("flowDraft", { params: { id } })) as FlowDraft;
export async function saveFlowDraft(document: FlowDocument, rev: number, base?: number) {
  const body = { document, rev, ...(base === undefined ? {} : { base }) };
  return (await call("putFlowDraft", { params: { id: document.id }, body })) as { rev: number; problems: SettingsProblem[] };
}
export const dropFlowDraft = (id: string) => call("deleteFlowDraft", { params: { id } });
export const fetchFlowVersions = async (id: string) => (await call("flowVersions", { params: { id } })) as FlowVersionRow[];
export const fetchFlowDiff = async (id: string, from: string, to: string) =>
  (await call("flowDiff", { params: { id }, query: { from, to } })) as { changes: FlowChange[] };
/** What publishing would do, without doing it. */
export const planFlow = async (id: string, rev: number) =>
  (await call("publishFlow", { params: { id }, query: { "dry-run": "1" }, body: { rev } })) as {
    plan: PlanStep[];
    warnings: SettingsProblem[];
  };
export const publishFlow = async (id: string, rev: number, note: string) =>
  (await call("publishFlow", { params: { id }, body: { rev, ...(note ? { note } : {}) } })) as { version: number };
export const returnFlow = async (id: string, version: number, despiteScripts: boolean) =>
  (await call("returnFlow", { params: { id }, body: { version, despiteScripts } })) as { version: number };
export const dryRunFlow = async (document: FlowDocument, play: FlowPlay) =>
  (await call("dryRunFlow", { body: { flow: document.id, play, document } })) as DryRun;
export const fetchFlowScripts = async (id: string) => (await call("flowScripts", { params: { id } })) as FlowScriptRow[];
export const saveFlowScript = async (
  id: string,
  script: string,
  body: { name: string; play: FlowPlay; pin: ExpectationPart[]; draft: boolean },
) => (await call("putFlowScript", { params: { id, script }, body })) as { verdict: ScriptVerdict };
export const dropFlowScript = (id: string, script: string) => call("deleteFlowScript", { params: { id, script } });
export const runFlowScripts = async (id: string, draft: boolean) =>
  (await call("runFlowScripts", { params: { id }, body: { draft } })) as ScriptsRun;
export const acceptFlowScript = (id: string, script: string, draft: boolean) =>
  call("acceptFlowScript", { params: { id, script }, body: { draft } });

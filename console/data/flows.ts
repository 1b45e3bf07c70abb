import type { FlowDocument } from "../../appliance/contract/flow.ts";
import type { ExpectationPart, FlowPlay } from "../../appliance/contract/flow-script.ts";
import type { RouteReply } from "../../appliance/contract/routes.ts";
import { call } from "./call.ts";

export type FlowDraft = RouteReply<"flowDraft">;
export type DryRun = RouteReply<"dryRunFlow">;
export type ScriptsRun = RouteReply<"runFlowScripts">;

export const fetchFlows = () => call("flows");
/** Those that were taken out of the settings, the latest first. */
export const fetchRemovedFlows = () => call("flows", { query: { removed: "1" } });
export const fetchFlowDraft = (id: string) => call("flowDraft", { params: { id } });
export function saveFlowDraft(document: FlowDocument, rev: number, base?: number) {
  const body = { document, rev, ...(base === undefined ? {} : { base }) };
  return call("putFlowDraft", { params: { id: document.id }, body });
}
export const dropFlowDraft = (id: string) => call("deleteFlowDraft", { params: { id } });
export const fetchFlowVersions = (id: string) => call("flowVersions", { params: { id } });
export const fetchFlowDiff = (id: string, from: string, to: string) => call("flowDiff", { params: { id }, query: { from, to } });
/** What publishing would do, without doing it. */
export const planFlow = (id: string, rev: number) =>
  call("publishFlow", { params: { id }, query: { "dry-run": "1" }, body: { rev } });
export const publishFlow = (id: string, rev: number, note: string) =>
  call("publishFlow", { params: { id }, body: { rev, ...(note ? { note } : {}) } });
export const returnFlow = (id: string, version: number, despiteScripts: boolean) =>
  call("returnFlow", { params: { id }, body: { version, despiteScripts } });
export const dryRunFlow = (document: FlowDocument, play: FlowPlay) =>
  call("dryRunFlow", { body: { flow: document.id, play, document } });
export const fetchFlowScripts = (id: string) => call("flowScripts", { params: { id } });
export const saveFlowScript = (
  id: string,
  script: string,
  body: { name: string; play: FlowPlay; pin: ExpectationPart[]; draft: boolean },
) => call("putFlowScript", { params: { id, script }, body });
export const dropFlowScript = (id: string, script: string) => call("deleteFlowScript", { params: { id, script } });
export const runFlowScripts = (id: string, draft: boolean) => call("runFlowScripts", { params: { id }, body: { draft } });
export const acceptFlowScript = (id: string, script: string, draft: boolean) =>
  call("acceptFlowScript", { params: { id, script }, body: { draft } });

import type { FlowDocument } from "../../contract/flow.ts";
import type { FlowDraftRow, FlowScriptRow, FlowVersionRow } from "../../contract/flow-library.ts";
import type { FlowRun, ScriptVerdict } from "../../contract/flow-run.ts";
import type { FlowPlay, FlowScript } from "../../contract/flow-script.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PromptStorePort } from "./prompt-ports.ts";

/** Versions, drafts and scripts, and the recordings of prompts. What is refused is thrown, with a `code`: "not-found", "draft-changed", "too-many", "busy". */
export type FlowStorePort = PromptStorePort & {
  flowHeads(): FlowVersionRow[];
  flowVersions(flow: string): FlowVersionRow[];
  flowVersion(flow: string, n: number): FlowDocument | undefined;
  flowDrafts(): FlowDraftRow[];
  flowDraft(flow: string): FlowDraftRow | undefined;
  putFlowDraft(flow: string, document: unknown, by: string, base: number, rev: number): Promise<number>;
  dropFlowDraft(flow: string, rev?: number): Promise<void>;
  flowScripts(flow?: string): FlowScriptRow[];
  putFlowScript(flow: string, script: FlowScript, by: string): Promise<void>;
  dropFlowScript(flow: string, id: string): Promise<void>;
};

/** Plays calls on the production interpreter, bounded in steps and time. */
export type ScriptsPort = {
  play(flow: string, play: FlowPlay, settings: Settings): FlowRun;
  run(scripts: readonly FlowScriptRow[], settings: Settings): Promise<{ verdict: ScriptVerdict; run: FlowRun }[]>;
};

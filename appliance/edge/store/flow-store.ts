import type { Database } from "better-sqlite3";
import type { FlowDocument } from "../../contract/flow.ts";
import type { FlowDraftRow, FlowScriptRow, FlowVersionRow } from "../../contract/flow-library.ts";
import type { FlowScript } from "../../contract/flow-script.ts";
import type { Writer } from "./writer.ts";

type VersionColumns = Omit<FlowVersionRow, "removed"> & { removed: number };
type ScriptColumns = { flow: string; document: string; by: string; atMs: number };

/** Versions, drafts and saved scripts of flows. Versions are written with the settings, never by themselves. */
export function flowStore(db: Database, writer: Writer, nowMs: () => number) {
  const columns = "flow, n, by, at_ms AS atMs, note, revision, document IS NULL AS removed";
  const versions = db.prepare<[string], VersionColumns>(
    `SELECT ${columns} FROM flow_version WHERE flow = ? ORDER BY n DESC LIMIT 500`,
  );
  const heads = db.prepare<[], VersionColumns>(
    `SELECT ${columns} FROM flow_version v WHERE n = (SELECT max(n) FROM flow_version WHERE flow = v.flow)`,
  );
  const version = db
    .prepare<[string, number], string | null>("SELECT document FROM flow_version WHERE flow = ? AND n = ?")
    .pluck();
  const draftColumns = "flow, document, by, at_ms AS atMs, base, rev";
  const drafts = db.prepare<[], FlowDraftRow & { document: string }>(`SELECT ${draftColumns} FROM flow_draft ORDER BY flow`);
  const draft = db.prepare<[string], FlowDraftRow & { document: string }>(
    `SELECT ${draftColumns} FROM flow_draft WHERE flow = ?`,
  );
  const scripts = db.prepare<[], ScriptColumns>(
    "SELECT flow, document, by, at_ms AS atMs FROM flow_script ORDER BY flow, id LIMIT 20000",
  );
  const scriptsOf = db.prepare<[string], ScriptColumns>(
    "SELECT flow, document, by, at_ms AS atMs FROM flow_script WHERE flow = ? ORDER BY id",
  );
  const versionRow = (row: VersionColumns): FlowVersionRow => ({ ...row, removed: row.removed === 1 });
  const draftRow = (row: FlowDraftRow & { document: string }): FlowDraftRow => ({
    ...row,
    document: JSON.parse(row.document) as unknown,
  });
  const scriptRow = ({ flow, document, by, atMs }: ScriptColumns): FlowScriptRow => ({
    flow,
    ...(JSON.parse(document) as FlowScript),
    by,
    atMs,
  });
  return {
    /** Newest first. */
    flowVersions: (flow: string): FlowVersionRow[] => versions.all(flow).map(versionRow),
    /** The newest of each flow, removed ones too. */
    flowHeads: (): FlowVersionRow[] => heads.all().map(versionRow),
    flowVersion(flow: string, n: number): FlowDocument | undefined {
      const text = version.get(flow, n);
      return text == null ? undefined : (JSON.parse(text) as FlowDocument);
    },
    flowDrafts: (): FlowDraftRow[] => drafts.all().map(draftRow),
    flowDraft(flow: string): FlowDraftRow | undefined {
      const row = draft.get(flow);
      return row && draftRow(row);
    },
    /** Resolves with the new `rev`; StoreRefusal "draft-changed" when another one is there than was read (0: none). */
    putFlowDraft: (flow: string, document: unknown, by: string, base: number, rev: number): Promise<number> =>
      writer.ask({ op: "flow.draft", flow, document: JSON.stringify(document), by, atMs: nowMs(), base, rev }),
    dropFlowDraft: async (flow: string, rev?: number): Promise<void> =>
      void (await writer.ask({ op: "flow.dropDraft", flow, ...(rev === undefined ? {} : { rev }) })),
    /** All scripts, or one flow's. */
    flowScripts: (flow?: string): FlowScriptRow[] => (flow === undefined ? scripts.all() : scriptsOf.all(flow)).map(scriptRow),
    putFlowScript: async (flow: string, script: FlowScript, by: string): Promise<void> =>
      void (await writer.ask({
        op: "flow.script",
        flow,
        id: script.id,
        document: JSON.stringify(script),
        by,
        atMs: nowMs(),
      })),
    dropFlowScript: async (flow: string, id: string): Promise<void> =>
      void (await writer.ask({ op: "flow.dropScript", flow, id })),
  };
}
export type FlowStore = ReturnType<typeof flowStore>;

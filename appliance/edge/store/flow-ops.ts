import type { Database } from "better-sqlite3";
import type { FlowDocument } from "../../contract/flow.ts";
import { same } from "../../core/settings/same.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { FlowOp } from "./flow-op.ts";
import type { WriteResult } from "./write-op.ts";

const keptVersions = 500;
const mostDrafts = 400;
const mostScripts = 100;

type Saved = { document: string; by: string; atMs: number; revision: number; note: string };

/** Versions, drafts and scripts of flows, inside the batch's transaction. */
export function flowOps(db: Database) {
  const newest = db.prepare<[], { flow: string; n: number; document: string | null }>(
    "SELECT flow, n, document FROM flow_version v WHERE n = (SELECT max(n) FROM flow_version WHERE flow = v.flow)",
  );
  const insert = db.prepare(
    "INSERT INTO flow_version (flow, n, document, by, at_ms, note, revision) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const trim = db.prepare("DELETE FROM flow_version WHERE flow = ? AND n <= ?");
  const rev = db.prepare<[string], number>("SELECT rev FROM flow_draft WHERE flow = ?").pluck();
  const drafts = db.prepare<[], number>("SELECT count(*) FROM flow_draft").pluck();
  const putDraft = db.prepare(
    "INSERT INTO flow_draft (flow, document, by, at_ms, base, rev) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (flow) DO UPDATE SET document = excluded.document, by = excluded.by, at_ms = excluded.at_ms, base = excluded.base, rev = excluded.rev",
  );
  const dropDraft = db.prepare("DELETE FROM flow_draft WHERE flow = ?");
  const scripts = db.prepare<[string, string], number>("SELECT count(*) FROM flow_script WHERE flow = ? AND id <> ?").pluck();
  const putScript = db.prepare(
    "INSERT INTO flow_script (flow, id, document, by, at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (flow, id) DO UPDATE SET document = excluded.document, by = excluded.by, at_ms = excluded.at_ms",
  );
  const dropScript = db.prepare("DELETE FROM flow_script WHERE flow = ? AND id = ?");
  const changed = (run: { changes: number }): WriteResult => (run.changes > 0 ? { done: 0 } : { refused: "not-found" });

  const draft = (op: Extract<FlowOp, { op: "flow.draft" }>): WriteResult => {
    const present = rev.get(op.flow) ?? 0;
    if (present !== op.rev) return { refused: "draft-changed" };
    if (present === 0 && (drafts.get() ?? 0) >= mostDrafts) return { refused: "too-many" };
    // A draft that is dropped and begun again never has a number that somebody still holds.
    const next = Math.max(present + 1, op.atMs);
    putDraft.run(op.flow, op.document, op.by, op.atMs, op.base, next);
    return { done: next };
  };
  return {
    /** After settings were stored: whatever flow is not as it was gets a new version. */
    keepVersions({ document, by, atMs, revision, note }: Saved): void {
      const { flows = [] } = JSON.parse(document) as { flows?: FlowDocument[] };
      const known = new Map(newest.all().map((row) => [row.flow, row]));
      const put = (flow: string, text: string | null): void => {
        const n = (known.get(flow)?.n ?? 0) + 1;
        insert.run(flow, n, text, by, atMs, note, revision);
        trim.run(flow, n - keptVersions);
      };
      for (const flow of flows) {
        const last = known.get(flow.id)?.document ?? null;
        if (last === null || !same(JSON.parse(last), flow)) put(flow.id, JSON.stringify(flow));
      }
      const present = new Set(flows.map((f) => f.id));
      for (const row of known.values()) if (row.document !== null && !present.has(row.flow)) put(row.flow, null);
    },
    perform(op: FlowOp): WriteResult {
      switch (op.op) {
        case "flow.draft":
          return draft(op);
        case "flow.dropDraft":
          if (op.rev !== undefined && rev.get(op.flow) !== op.rev) return { refused: "draft-changed" };
          return changed(dropDraft.run(op.flow));
        case "flow.script":
          if ((scripts.get(op.flow, op.id) ?? 0) >= mostScripts) return { refused: "too-many" };
          return changed(putScript.run(op.flow, op.id, op.document, op.by, op.atMs));
        case "flow.dropScript":
          return changed(dropScript.run(op.flow, op.id));
        default:
          return exhaustive(op);
      }
    },
  };
}

import type { Database } from "better-sqlite3";
import type { PresenceCorrection } from "../../contract/shift.ts";
import type { WriteOp, WriteResult } from "./write-op.ts";

/** Writes plans of shifts and corrected presence, inside the batch's transaction. */
export function shiftOps(db: Database) {
  const drop = db.prepare("DELETE FROM shift WHERE agent = ? AND from_ms = ?");
  const add = db.prepare(
    "INSERT INTO shift (agent, from_ms, date, template, to_ms, breaks, by, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agent, from_ms) DO UPDATE SET date = excluded.date, template = excluded.template, to_ms = excluded.to_ms, breaks = excluded.breaks, by = excluded.by, at_ms = excluded.at_ms",
  );
  const correct = db.prepare(
    "INSERT INTO presence_correction (agent, in_ms, new_in_ms, new_out_ms, why, by, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  return {
    put(op: Extract<WriteOp, { op: "shifts.put" }>): WriteResult {
      for (const { agent, fromMs } of op.drop) drop.run(agent, fromMs);
      for (const { agent, fromMs, date, template, toMs, breaks } of op.add)
        add.run(agent, fromMs, date, template ?? null, toMs, JSON.stringify(breaks), op.by, op.atMs);
      return { done: 0 };
    },
    correct({ agent, inAtMs, newInAtMs, newOutAtMs, why, by, atMs }: PresenceCorrection): WriteResult {
      correct.run(agent, inAtMs, newInAtMs, newOutAtMs ?? null, why, by, atMs);
      return { done: 0 };
    },
  };
}

import Database from "better-sqlite3";
import { exhaustive } from "../../kit/exhaustive.ts";
import { opPerformer } from "./perform-op.ts";
import { changeWriter } from "./put-change.ts";
import type { FromWriter, WriterItem, WriterStart } from "./writer-message.ts";

/** Faults of the disk or the file, which pass or must be mended; anything else is the row's own fault. */
const diskTrouble = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB|PROTOCOL|PERM|AUTH)/;
const isDiskTrouble = (error: unknown): error is InstanceType<typeof Database.SqliteError> =>
  error instanceof Database.SqliteError && diskTrouble.test(error.code);

const keptAuditRows = 200_000;

type Results = Extract<FromWriter, { type: "committed" }>;

/** Prepares the statements and returns what commits a batch: all of it, or nothing. */
export function batchWriter(db: Database.Database, start: WriterStart): (items: WriterItem[]) => Results {
  const putChange = changeWriter(db);
  const perform = opPerformer(db);
  const journal = db.prepare(
    "INSERT INTO journal (seq, at_ms, event) VALUES (?, ?, ?) ON CONFLICT (seq) DO UPDATE SET at_ms = excluded.at_ms, event = excluded.event",
  );
  const snapshot = db.prepare(
    "INSERT INTO snapshot (seq, state) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET state = excluded.state",
  );
  const dropSnapshots = db.prepare("DELETE FROM snapshot WHERE seq < ?");
  const trim = db.prepare("DELETE FROM journal WHERE seq <= ?");
  const alive = db.prepare(
    "INSERT INTO boot (boot_id, started_ms, alive_ms) VALUES (?, ?, ?) ON CONFLICT (boot_id) DO UPDATE SET alive_ms = excluded.alive_ms WHERE clean_stop = 0",
  );
  const audit = db.prepare("INSERT INTO audit (at_ms, who, address, what, subject, outcome) VALUES (?, ?, ?, ?, ?, ?)");
  const trimAudit = db.prepare("DELETE FROM audit WHERE n <= ?");
  let savepoints = false;

  const guarded = (work: () => void, failed: (why: string) => void): void => {
    if (!savepoints) {
      work();
      return;
    }
    db.exec("SAVEPOINT one");
    try {
      work();
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      db.exec("ROLLBACK TO one");
      failed(error instanceof Error ? error.message : String(error));
    }
    db.exec("RELEASE one");
  };
  const keep = (what: string, into: Results, work: () => void): void =>
    guarded(work, (why) => into.skipped.push(`${what}: ${why}`));

  const write = (item: WriterItem, into: Results): void => {
    switch (item.kind) {
      case "entry": {
        const { seq, atMs, event } = item;
        if (event !== undefined) keep(`journal ${seq}`, into, () => journal.run(seq, Math.round(atMs), event));
        for (const change of item.changes) keep(change.key, into, () => putChange(change));
        return;
      }
      case "snapshot":
        snapshot.run(item.seq, item.json);
        dropSnapshots.run(item.seq);
        trim.run(item.seq);
        return;
      case "alive":
        alive.run(start.bootId, Math.round(start.startedMs), Math.round(item.atMs));
        return;
      case "audit": {
        const { atMs, who, address, what, subject, outcome } = item.row;
        keep("audit", into, () => {
          const { lastInsertRowid } = audit.run(Math.round(atMs), who, address, what, subject, outcome);
          trimAudit.run(Number(lastInsertRowid) - keptAuditRows);
        });
        return;
      }
      case "ask":
        guarded(
          () => into.results.push({ ask: item.ask, result: perform(item.op) }),
          (why) => into.results.push({ ask: item.ask, result: { broken: why } }),
        );
        return;
      default:
        exhaustive(item);
    }
  };

  const attempt = (items: WriterItem[]): Results => {
    const results: Results = { type: "committed", results: [], skipped: [] };
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const item of items) write(item, results);
      db.exec("COMMIT");
      return results;
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };

  return (items) => {
    // A heartbeat alone need not reach the disk at once: it outlives a crash of the program, and costs no fsync each second.
    const light = items.every((item) => item.kind === "alive");
    if (light) db.pragma("synchronous = NORMAL");
    try {
      return attempt(items);
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      // One row is at fault: again with every row on its own, so that only that one is left out.
      savepoints = true;
      return attempt(items);
    } finally {
      savepoints = false;
      if (light) db.pragma("synchronous = FULL");
    }
  };
}

import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import type { ChainLink } from "../../contract/evidence.ts";
import type { RecordingRow } from "../../contract/records.ts";
import { linkHash, madeBody, noHash } from "../../core/recordings/chain-link.ts";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Adds links to the chain of recordings, in the transaction of the row they speak of. */
export function chainWriter(db: Database.Database) {
  const last = db.prepare<[], { n: number; hash: string }>("SELECT n, hash FROM recording_chain ORDER BY n DESC LIMIT 1");
  const insert = db.prepare("INSERT INTO recording_chain (n, recording, kind, body, hash) VALUES (?, ?, ?, ?, ?)");
  const made = db.prepare<[string], number>("SELECT 1 FROM recording_chain WHERE recording = ? AND kind = 'made'").pluck();
  const add = (recording: string, kind: ChainLink["kind"], body: string): void => {
    const before = last.get() ?? { n: 0, hash: noHash };
    const n = before.n + 1;
    insert.run(n, recording, kind, body, linkHash(before.hash, { n, kind }, sha256(body), sha256));
  };
  return {
    add,
    /** A row was written: once it has its hash it gets its link. Written again, as a replay does, it has it already. */
    rowWritten(doc: string): void {
      const row = JSON.parse(doc) as RecordingRow;
      if ((row.state === "complete" || row.state === "cut") && row.sha256 !== undefined && made.get(row.id) === undefined)
        add(row.id, "made", madeBody(row));
    },
  };
}

/** Recordings from before there was a chain: linked once, in the order they were made. */
export function linkOlder(db: Database.Database): void {
  const any = db.prepare<[], number>("SELECT 1 FROM recording_chain LIMIT 1").pluck();
  if (any.get() !== undefined) return;
  const some = db.prepare<[], number>("SELECT 1 FROM recording LIMIT 1").pluck();
  if (some.get() === undefined) return;
  const older = db.prepare<[], string>("SELECT doc FROM recording ORDER BY started_ms, id").pluck();
  try {
    db.transaction(() => {
      const chain = chainWriter(db);
      for (const doc of older.all()) chain.rowWritten(doc);
    })();
  } catch (error) {
    // A full disk does not keep the box from starting; the next start tries again.
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

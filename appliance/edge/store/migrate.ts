import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { StoreOpenError } from "./store-error.ts";

type Migration = { n: number; name: string; sql: string; sha256: string };

/** `NNNN-name.sql` in rising numbers; numbers may be left out, none is used twice. */
function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  let last = 0;
  return names.map((name) => {
    const n = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (!(n > last)) throw new Error(`migration ${name} has no number of its own`);
    last = n;
    const sql = readFileSync(join(folder, name), "utf8");
    return { n, name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}

/** Brings the database to the newest shape, all missing migrations in one transaction: it has the old shape or the new one. */
export function migrate(db: Database, folder: string, nowMs: number): void {
  const migrations = readMigrations(folder);
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(
      "CREATE TABLE IF NOT EXISTS migration (n INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT",
    );
    const applied = db
      .prepare<[], { n: number; name: string; sha256: string }>("SELECT n, name, sha256 FROM migration ORDER BY n")
      .all();
    for (const row of applied) {
      const known = migrations.find(({ n }) => n === row.n);
      if (!known)
        throw new StoreOpenError(
          db.name,
          `was written by a newer version (migration ${row.name})`,
          "Start that version again, or restore a backup made by this one.",
        );
      if (known.sha256 !== row.sha256)
        throw new StoreOpenError(
          db.name,
          `migration ${row.name} is not the one that was applied`,
          "A migration must never be edited once applied; add a new one.",
        );
    }
    const note = db.prepare("INSERT INTO migration (n, name, sha256, at_ms) VALUES (?, ?, ?, ?)");
    // A number lower than one already applied was made at the same time by somebody else; migrations don't build on such neighbours.
    const missing = migrations.filter(({ n }) => !applied.some((row) => row.n === n));
    for (const { n, name, sql, sha256 } of missing) {
      db.exec(sql);
      note.run(n, name, sha256, nowMs);
    }
    db.exec("COMMIT");
  } catch (error) {
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

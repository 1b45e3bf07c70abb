import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { migrate } from "./migrate.ts";
import { StoreOpenError } from "./store-error.ts";
import type { PreviousBoot, WriterStart } from "./writer-message.ts";

export const databaseFile = (dir: string): string => join(dir, "linebox.db");
const migrationsFolder = join(import.meta.dirname, "migrations");
/** Looking through a larger database would keep callers waiting; SQLite still finds damage where it reads. */
const checkUpToBytes = 200_000_000;

const codeOf = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : "");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function openError(file: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const code = codeOf(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return new StoreOpenError(
      file,
      `the database is damaged (${messageOf(error)})`,
      "Move linebox.db, linebox.db-wal and linebox.db-shm aside and restore the last backup; recordings are files of their own and are not touched.",
    );
  if (/^SQLITE_FULL/.test(code)) return new StoreOpenError(file, "the disk is full", "Free some space, then start again.");
  return new StoreOpenError(
    file,
    `can't be opened (${messageOf(error)})`,
    "Check that the data folder exists, is writable and its disk is healthy.",
  );
}

/** Held as long as the process lives: two boxes on one folder would write over each other. The system frees it however the process ends. */
export function lockFolder(dir: string): Database.Database {
  const file = join(dir, "linebox.lock");
  let lock: Database.Database | undefined;
  try {
    lock = new Database(file, { timeout: 0 });
    lock.pragma("journal_mode = MEMORY");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    if (codeOf(error).startsWith("SQLITE_BUSY"))
      throw new StoreOpenError(
        file,
        "another Linebox runs on this data folder",
        "Stop it first, or give this one a folder of its own.",
      );
    throw openError(file, error);
  }
}

/** The one connection that writes. */
export function openForWriting(start: WriterStart): Database.Database {
  const file = databaseFile(start.dir);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 2_000 });
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("journal_size_limit = 67108864");
    if (start.maxBytes !== undefined) {
      const pageBytes = Number(db.pragma("page_size", { simple: true }));
      db.pragma(`max_page_count = ${Math.max(1, Math.floor(start.maxBytes / pageBytes))}`);
    }
    migrate(db, migrationsFolder, start.startedMs);
    return db;
  } catch (error) {
    db?.close();
    throw openError(file, error);
  }
}

/** How the last run ended. After an unclean stop the database is looked through. */
export function previousBoot(db: Database.Database, start: WriterStart): PreviousBoot | undefined {
  const file = databaseFile(start.dir);
  try {
    const row = db
      .prepare<[string], { alive_ms: number; clean_stop: number }>(
        "SELECT alive_ms, clean_stop FROM boot WHERE boot_id <> ? ORDER BY n DESC LIMIT 1",
      )
      .get(start.bootId);
    if (row && row.clean_stop === 0 && existsSync(file) && statSync(file).size <= checkUpToBytes) {
      const found = String(db.pragma("quick_check(1)", { simple: true }));
      if (found !== "ok") throw new Database.SqliteError(found, "SQLITE_CORRUPT");
    }
    return row && { cleanStop: row.clean_stop === 1, lastAliveMs: row.alive_ms };
  } catch (error) {
    throw openError(file, error);
  }
}

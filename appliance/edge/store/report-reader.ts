import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { BoxKey, type Sealed } from "./box-key.ts";
import { databaseFile } from "./open-database.ts";

/** Looking through a larger database takes minutes. */
const checkUpToBytes = 4_000_000_000;
const mostEvents = 500_000;
const mostCalls = 20_000;
const mostAlarms = 1_000;
const mostStarts = 200;
/** A call may have begun so long before the time that is asked for. */
const longestCallMs = 6 * 3_600_000;

type Journalled = { seq: number; at_ms: number; event: string };

/**
 * The data folder for a report: read only, beside the box that runs or without one. It doesn't need the newest shape of the database: what isn't
 * there is left out. Throws when there is no database that can be opened.
 */
export class ReportReader {
  readonly #db: Database.Database;
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    this.#db = new Database(databaseFile(dir), { readonly: true, fileMustExist: true, timeout: 5_000 });
  }

  settings(): { revision: number; settings: unknown } | undefined {
    const row = this.#some<{ revision: number; document: string }>(
      "SELECT revision, document FROM settings ORDER BY revision DESC LIMIT 1",
    )[0];
    return row && { revision: row.revision, settings: JSON.parse(row.document) };
  }

  /** Values of all secrets, opened: so that they can be taken out of texts. */
  secrets(): string[] {
    if (!existsSync(join(this.#dir, "box.key"))) return [];
    const key = new BoxKey(this.#dir);
    const rows = this.#some<Sealed & { kind: string; id: string }>("SELECT kind, id, nonce, sealed FROM secret");
    return rows.flatMap((row) => leaves(key.unseal(row.kind, row.id, row)));
  }

  /** Names of those who sign in. */
  people(): string[] {
    return this.#some<{ name: string }>("SELECT name FROM user").map(({ name }) => name);
  }

  /** Open ones first. */
  alarms(): unknown {
    const rows = (where: string) => this.#some(`SELECT * FROM alarm WHERE ${where} ORDER BY raised_ms DESC LIMIT ${mostAlarms}`);
    return { open: rows("cleared_ms IS NULL"), past: rows("cleared_ms IS NOT NULL") };
  }

  starts(): unknown[] {
    return this.#some(`SELECT started_ms, alive_ms, clean_stop FROM boot ORDER BY n DESC LIMIT ${mostStarts}`);
  }

  /** Moment of the oldest event that is still there. */
  eventsFromMs(): number | undefined {
    const at = this.#some<{ at: number | null }>("SELECT at_ms AS at FROM journal ORDER BY seq LIMIT 1")[0]?.at;
    const call = this.#some<{ at: number | null }>("SELECT min(started_ms) AS at FROM call")[0]?.at;
    const known = [at, call].filter((one): one is number => typeof one === "number");
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  /** Events of the timeline as far as they are kept, and what calls went through: JSON documents, oldest first. */
  *events(fromMs: number, toMs: number): Generator<string> {
    const journal = this.#db
      .prepare<[number, number, number], Journalled>(
        "SELECT seq, at_ms, event FROM journal WHERE at_ms >= ? AND at_ms <= ? ORDER BY seq LIMIT ?",
      )
      .all(fromMs, toMs, mostEvents)
      .map((row) => ({ atMs: row.at_ms, text: () => eventLine(row) }));
    const traced = this.#db
      .prepare<[number, number, number], { call: string; doc: string }>(
        `SELECT call, doc FROM trace WHERE call IN (SELECT id FROM call WHERE started_ms >= ? AND started_ms <= ? ORDER BY started_ms DESC LIMIT ?) ORDER BY call, n`,
      )
      .all(fromMs - longestCallMs, toMs, mostCalls)
      .flatMap(({ call, doc }) => {
        const atMs = Number((JSON.parse(doc) as { atMs?: number }).atMs ?? 0);
        return atMs < fromMs || atMs > toMs
          ? []
          : [{ atMs, text: () => `{"atMs":${atMs},"call":${JSON.stringify(call)},"trace":${doc}}` }];
      });
    for (const { text } of [...journal, ...traced].sort((a, b) => a.atMs - b.atMs)) yield text();
  }

  /** Sizes, rows, and whether it is whole. Takes its time with a large one. */
  database(): unknown {
    const file = databaseFile(this.#dir);
    const bytes = sizeOf(file);
    const tables = this.#some<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    const pragma = (name: string): unknown => this.#db.pragma(name, { simple: true });
    return {
      bytes,
      logBytes: sizeOf(`${file}-wal`),
      pages: pragma("page_count"),
      freePages: pragma("freelist_count"),
      pageBytes: pragma("page_size"),
      sqlite: this.#some<{ v: string }>("SELECT sqlite_version() AS v")[0]?.v,
      whole: bytes > checkUpToBytes ? "too large to be looked through" : pragma("integrity_check(20)"),
      rows: Object.fromEntries(
        tables.map(({ name }) => [name, this.#some<{ n: number }>(`SELECT count(*) AS n FROM "${name}"`)[0]?.n ?? -1]),
      ),
      migrations: this.#some("SELECT n, name, at_ms FROM migration ORDER BY n"),
      folders: Object.fromEntries(
        ["recordings", "sounds", "prompts", "captures", "bundles"].map((name) => [name, folderSize(join(this.#dir, name))]),
      ),
    };
  }

  close(): void {
    this.#db.close();
  }

  /** Nothing where the table isn't there. */
  #some<Row = Record<string, unknown>>(sql: string): Row[] {
    try {
      return this.#db.prepare<[], Row>(sql).all();
    } catch (error) {
      if (error instanceof Database.SqliteError && /no such (table|column)/.test(error.message)) return [];
      throw error;
    }
  }
}

/** The settings stand in a part of their own. */
function eventLine({ seq, at_ms, event }: Journalled): string {
  const shown = event.startsWith('{"on":"settings.applied"') ? '{"on":"settings.applied"}' : event;
  return `{"seq":${seq},"atMs":${at_ms},"event":${shown}}`;
}

const shortest = 4;
/** A secret may be a document of several. */
function leaves(value: string | undefined): string[] {
  if (value === undefined) return [];
  try {
    const document: unknown = JSON.parse(value);
    if (typeof document === "object" && document !== null)
      return [
        value,
        ...Object.values(document).flatMap((one) => (typeof one === "string" && one.length >= shortest ? [one] : [])),
      ];
  } catch {
    // A plain one.
  }
  return [value];
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
const mostFiles = 200_000;
function folderSize(dir: string): { files: number; bytes: number } | undefined {
  if (!existsSync(dir)) return undefined;
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .slice(0, mostFiles);
  return { files: files.length, bytes: files.reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0) };
}

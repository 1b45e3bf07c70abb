import Database from "better-sqlite3";
import { figureParts } from "./figure-parts.ts";
import { figureReader } from "./figure-reader.ts";
import { databaseFile } from "./open-database.ts";
import { shiftReader } from "./shift-store.ts";
import { staffingReader } from "./staffing-reader.ts";

/** The rows that figures and staffing are read from, over a connection of their own: for a thread that only reads. */
export function openFigureRows(dir: string) {
  const db = new Database(databaseFile(dir), { readonly: true, fileMustExist: true, timeout: 2_000 });
  return {
    ...figureReader(db),
    ...figureParts(db),
    ...staffingReader(db),
    ...shiftReader(db),
    close: () => void db.close(),
  };
}

import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Rows that describe large files beside them: `<id>.json` in a folder that only the box reads. What is read was written by an earlier version
 * perhaps, or half by a crash: `fits` says whether it is a row still.
 */
export class RowFiles<Row extends { id: string }> {
  readonly #dir: string;
  readonly #fits: (found: unknown) => found is Row;

  constructor(dir: string, fits: (found: unknown) => found is Row) {
    this.#dir = dir;
    this.#fits = fits;
  }

  /** Makes the folder, and reads the rows of those that `whole` accepts, given the names of all files there. */
  async open(whole: (row: Row, names: string[]) => boolean = () => true): Promise<Row[]> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#dir);
    const rows: Row[] = [];
    for (const name of names.filter((one) => one.endsWith(".json"))) {
      const row: unknown = await readFile(join(this.#dir, name), "utf8")
        .then(JSON.parse)
        .catch(() => undefined);
      if (this.#fits(row) && `${row.id}.json` === name && whole(row, names)) rows.push(row);
    }
    const ids = new Set(rows.map(({ id }) => id));
    for (const name of names) if (!ids.has(name.split(".")[0]!)) await rm(join(this.#dir, name), { force: true });
    return rows;
  }

  /** Written beside and renamed: the row is there whole, or not at all. */
  async keep(row: Row): Promise<void> {
    const path = join(this.#dir, `${row.id}.json`);
    await writeFile(`${path}.new`, JSON.stringify(row), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  async drop(id: string): Promise<void> {
    await rm(join(this.#dir, `${id}.json`), { force: true });
  }
}

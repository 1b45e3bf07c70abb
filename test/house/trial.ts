import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keptFiles, root } from "./kept-files.ts";

/** A throw-away copy of a part of the tree, in which a rule can be broken to see whether it bites. */
export type Trial = {
  dir: string;
  write(path: string, text: string): void;
  drop(path: string): void;
  /** Runs one of the project's own tools there; what it wrote on both streams, and how it ended. */
  run(tool: string, ...args: string[]): { output: string; status: number | null };
  remove(): void;
};

export function makeTrial(wanted: (path: string) => boolean): Trial {
  const dir = mkdtempSync(join(tmpdir(), "linebox-house-"));
  // Others may be at work in the tree: a file may have gone since the list was made.
  for (const path of keptFiles) if (wanted(path) && existsSync(join(root, path))) cpSync(join(root, path), join(dir, path));
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  return {
    dir,
    write(path, text) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    },
    drop: (path) => rmSync(join(dir, path)),
    run(tool, ...args) {
      const done = spawnSync(join(root, "node_modules/.bin", tool), args, {
        cwd: dir,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`, NO_COLOR: "1" },
      });
      if (done.error) throw done.error;
      return { output: done.stdout + done.stderr, status: done.status };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the repository lies. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file that git keeps or would take in, as paths from the root. What is ignored does not belong to the project. */
export const keptFiles: readonly string[] = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  },
)
  .split("\0")
  // A file deleted and not yet committed is still listed.
  .filter((path) => path !== "" && existsSync(join(root, path)))
  .sort();

export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
export const isSource = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

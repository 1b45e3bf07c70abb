import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

/**
 * All measurements, one after the other, as one report.
 * `node test/bench/run.ts [media|signalling|lamps|wallboard|queue|caller-id|figures] [options of that one]`
 */
const parts = ["media", "signalling", "lamps", "wallboard", "queue", "caller-id", "figures"] as const;
const only = process.argv[2];
const [cpu] = cpus();
console.log(
  `# Linebox measured\n${cpu?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, node ${process.version}, ${new Date().toISOString().slice(0, 16)}`,
);
let worst = 0;
for (const part of parts.filter((name) => only === undefined || only === name)) {
  console.log(`\n## ${part}`);
  const child = spawn(process.execPath, [join(import.meta.dirname, part, "run.ts"), ...process.argv.slice(3)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) {
    worst = 1;
    console.log(`${part}: ended with ${code}`);
  }
}
process.exit(worst);

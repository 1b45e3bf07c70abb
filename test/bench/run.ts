import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

/** Both benches one after the other, each with its peer in the same run; absolute times on shared machines mean little. */
const rest = process.argv.slice(2);
console.log(`machine: ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, node ${process.version}`);
let worst = 0;
for (const [name, program] of [
  ["Sound: bridged and recorded calls, prompts; rtpengine is the peer", "media/run.ts"],
  ["Signalling: answered calls per second; sipp's bare answer is the peer", "signalling/run.ts"],
] as const) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(program, import.meta.url)), ...rest], {
    stdio: "inherit",
  });
  worst = Math.max(worst, status ?? 1);
}
process.exitCode = worst;

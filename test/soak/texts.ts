import { loadavg } from "node:os";
import { manyTexts } from "./many-texts.ts";

/** Texts through two modems with faults and restarts. `node test/soak/texts.ts [--texts 10000] [--seed 1]` */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const texts = option("texts", 10_000);
const often = (every: number): number => Math.max(1, Math.round(texts / every));
const report = await manyTexts(
  {
    seed: option("seed", 1),
    texts,
    boxKills: often(800),
    driverKills: often(600),
    pulls: often(600),
    untold: often(1_000),
  },
  console.log,
);
console.log(JSON.stringify({ ...report, wrong: report.wrong.slice(0, 40), wrongCount: report.wrong.length }, undefined, 2));
console.log(`load of the machine: ${loadavg().map((n) => n.toFixed(1))}`);
process.exit(report.wrong.length === 0 ? 0 : 1);

import { loadavg } from "node:os";
import { modemCrowd } from "./modem-crowd.ts";

/** Modems in calls all at once, every frame counted. `node test/soak/modems.ts [--modems 16] [--seconds 300]` */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const report = await modemCrowd(option("modems", 16), option("seconds", 300), console.log);
console.log(JSON.stringify(report, undefined, 2));
console.log(`load of the machine: ${loadavg().map((n) => n.toFixed(1))}`);
const { down, up } = report;
process.exit(down.lost + down.wrong + up.lost + up.wrong === 0 ? 0 : 1);

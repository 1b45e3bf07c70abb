// A process of its own: all figures of a year, asked first thing after a start. `node cold.ts <folder> <days>`
import { FiguresWorker } from "../../../appliance/assembly/figures-worker.ts";
import { figureCatalogue } from "../../../appliance/core/reports/catalogue.ts";
import { nowMs, startOf, yearSettings } from "./year.ts";

const [dir = "", days = "365"] = process.argv.slice(2);
const worker = new FiguresWorker({
  dir,
  // Nobody writes here: what is not kept by now is counted.
  store: { raiseFigureHorizon: async () => undefined, keepFigureParts: async () => 0 },
  settings: () => yearSettings,
  clock: { nowMs: () => nowMs, at: () => () => undefined } as never,
});
// The thread keeps no program awake.
const awake = setInterval(() => undefined, 1_000);
const [from, cpu] = [performance.now(), process.cpuUsage()];
const figures = figureCatalogue.map(({ id }) => id).join();
await worker.ask({
  ask: "figures",
  question: { from: String(startOf(Number(days))), to: String(nowMs), interval: "day", figures },
});
const { user, system } = process.cpuUsage(cpu);
console.log(
  `${(performance.now() - from).toFixed(0)} ms (${((user + system) / 1_000).toFixed(0)} ms of a processor), the start of its thread with it`,
);
await worker.stop();
clearInterval(awake);

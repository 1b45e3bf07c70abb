import { parseArgs } from "node:util";
import { runManySlaves } from "../sim/modbus/many-slaves.ts";

/** Twenty devices on one bus, faults mixed in: not one wrong value. */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    faulty: { type: "string", default: "0.05" },
    seed: { type: "string", default: "1" },
  },
});
const seen = await runManySlaves({
  seconds: Number(values.minutes) * 60,
  slaves: 20,
  seed: Number(values.seed),
  faulty: Number(values.faulty),
  pullEverySec: 97,
});
const { wrong, faults, ...rest } = seen;
console.log(JSON.stringify({ ...rest, wrong: wrong.length, faults }));
for (const sentence of wrong.slice(0, 20)) console.error(sentence);
process.exit(wrong.length === 0 && seen.heard === 20 && seen.readings > 1_000 ? 0 : 1);

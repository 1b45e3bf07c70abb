import { parseArgs } from "node:util";
import { runDay } from "../sim/day/run-day.ts";

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "10000" },
    from: { type: "string", default: "1" },
    calls: { type: "string", default: "60" },
  },
});
const [days, from, calls] = [values.days, values.from, values.calls].map(Number) as [number, number, number];

let [happenings, callers] = [0, 0];
const startMs = performance.now();
for (let seed = from; seed < from + days; seed++) {
  const { day } = runDay({ seed, calls, agents: 1 + (seed % 8) });
  happenings += day.happenings;
  callers += day.world.rows.calls.size;
  if (seed % 1000 === 0) console.log(`${seed} days, ${callers} calls, ${happenings} happenings`);
}
console.log(
  `${days} random days, ${callers} calls, ${happenings} happenings: every rule held (${Math.round((performance.now() - startMs) / 1000)} s)`,
);

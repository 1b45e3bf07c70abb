import { parseArgs } from "node:util";
import { BenchBox } from "../signalling/bench-box.ts";
import { type CpuTimes, cpuTimesOf, spentSince } from "../signalling/cpu-times.ts";
import { makeShortCalls } from "../signalling/short-calls.ts";
import { Viewers } from "./viewers.ts";

/**
 * What fifty wallboards cost: the box under a steady trickle of calls, with and without viewers, turn by turn in one run.
 * `node test/bench/wallboard/run.ts [--viewers 50] [--seconds 30] [--rounds 3] [--per-second 1]`
 */
const { values } = parseArgs({
  options: {
    viewers: { type: "string", default: "50" },
    seconds: { type: "string", default: "30" },
    rounds: { type: "string", default: "3" },
    "per-second": { type: "string", default: "1" },
  },
});
const [viewers, seconds, rounds, perSecond] = [values.viewers, values.seconds, values.rounds, values["per-second"]].map(
  Number,
) as [number, number, number, number];

const bench = await BenchBox.start("31000-31999");
const costs: number[] = [];
try {
  // Code that runs for the first time is slow.
  await round(10);
  for (let n = 1; n <= rounds; n++) {
    const without = await round(seconds);
    const watching = await Viewers.open(bench.box, viewers);
    const withThem = await round(seconds);
    const heard = watching.messages;
    watching.close();
    const cost = (withThem.totalMs - without.totalMs) / (seconds * 10);
    costs.push(cost);
    console.log(
      `round ${n}: ${percent(without.totalMs)} of a core without, ${percent(withThem.totalMs)} with ${viewers} viewers (${Math.round(heard / viewers)} messages each): ${cost.toFixed(2)} % for them`,
    );
  }
} finally {
  await bench.box.stop();
}
costs.sort((a, b) => a - b);
console.log(`median: ${viewers} viewers cost ${costs[Math.floor(costs.length / 2)]!.toFixed(2)} % of a core (goal: under 2)`);

function percent(ms: number): string {
  return `${(ms / (seconds * 10)).toFixed(2)} %`;
}

async function round(forSeconds: number): Promise<CpuTimes> {
  const before = cpuTimesOf(bench.box.pid);
  await makeShortCalls({ target: bench.box.sip, perSecond, seconds: forSeconds, port: 25_560, rtpPort: 25_570, talkMs: 3_000 });
  return spentSince(before, cpuTimesOf(bench.box.pid));
}

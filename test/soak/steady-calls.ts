import { BenchBox } from "../bench/signalling/bench-box.ts";
import { cpuTimesOf, memoryOf, spentSince } from "../bench/signalling/cpu-times.ts";
import { makeShortCalls } from "../bench/signalling/short-calls.ts";
import { openSilentPort } from "../bench/signalling/silent-port.ts";

/**
 * The same number of new recorded calls each second for a long time: what the box holds is printed each minute and must not rise.
 * `node test/soak/steady-calls.ts [--minutes 20] [--per-second 20]`
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const minutes = option("minutes", 20);
const perSecond = option("per-second", 20);
/** By then the hot paths are compiled and every cache has met its limit or the last minute's calls. */
const warmMinutes = Math.min(5, Math.ceil(minutes / 2));
const allowedMb = 60;

const closePort = openSilentPort(27_990);
const bench = await BenchBox.start("27000-27799");
const { pid, sip } = bench.box;
const before = await bench.gauges();
const rssMb: number[] = [];
let failed = 0;
for (let minute = 1; minute <= minutes; minute++) {
  const cpu = cpuTimesOf(pid);
  const run = await makeShortCalls({ target: sip, perSecond, seconds: 60, port: 27_980, rtpPort: 27_990 });
  failed += run.failed + (run.calls - run.successful);
  const { totalMs } = spentSince(cpu, cpuTimesOf(pid));
  rssMb.push(memoryOf(pid).rssMb);
  const { calls, process: held, signalling, media } = await bench.gauges();
  const now = [
    `minute ${minute}: ${run.successful} of ${run.calls} calls good, ${run.retransmissions} retransmissions, ${(totalMs / run.calls).toFixed(1)} ms CPU per call`,
    `${rssMb.at(-1)} MB, SIP heap ${Math.round(signalling!.heapBytes! / 1_048_576)} MB, ${held!.openFiles} files`,
    `${calls!.live} calls, ${calls!.timers} timers, ${signalling!.transactions} transactions, ${signalling!.dialogs} dialogs, ${media!.legs} legs, ${media!.recordings} recordings`,
  ];
  console.log(now.join("; "));
}
const rest = await bench.rest();
const grownMb = rssMb.at(-1)! - rssMb[warmMinutes - 1]!;
const grownFiles = rest.process!.openFiles! - before.process!.openFiles!;
console.log(
  `at rest: ${memoryOf(pid).rssMb} MB, ${rest.process!.openFiles} files open (${before.process!.openFiles} before); from minute ${warmMinutes} on ${grownMb} MB more; SIP server faults ${rest.signalling!.faults}`,
);
closePort();
const code = await bench.box.stop();
const good = failed === 0 && grownMb <= allowedMb && grownFiles <= 6 && rest.signalling!.faults === 0 && code === 0;
console.log(good ? "flat, none failed" : `NOT GOOD: ${failed} calls failed, the box ended with ${code}`);
process.exit(good ? 0 : 1);

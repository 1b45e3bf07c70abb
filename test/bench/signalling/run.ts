import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { BenchBox } from "./bench-box.ts";
import { type CpuTimes, cpuTimesOf, memoryOf, spentSince } from "./cpu-times.ts";
import { lateMs, makeShortCalls, type ShortCallsResult } from "./short-calls.ts";
import { openSilentPort } from "./silent-port.ts";

/**
 * New calls per second against the whole box: answered by the flow, one second, BYE. CPU per call by thread, with and without recording,
 * next to sipp's own bare answering machine; a minute at the rate that is wished for; and what the box costs at rest.
 * `node test/bench/signalling/run.ts [--rates 25,50,100,150,200] [--seconds 10] [--hold 100] [--hold-seconds 60] [--rest-seconds 30]`
 */
const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const rates = option("rates", "25,50,100,150,200").split(",").map(Number);
const seconds = Number(option("seconds", "10"));
const holdRate = Number(option("hold", "100"));
const holdSeconds = Number(option("hold-seconds", "60"));
const restSeconds = Number(option("rest-seconds", "30"));
const ports = { rtp: "27000-27799", sipp: 27_980, heard: 27_990, peer: 27_970 };
const goals = { restPercent: 1, restMb: 250 };

type Row = ShortCallsResult & { name: string; perSecond: number; spent: CpuTimes; elapsedMs: number; rssMb: number };

async function measure(
  name: string,
  pid: number,
  target: { host: string; port: number },
  perSecond: number,
  forS = seconds,
): Promise<Row> {
  const before = cpuTimesOf(pid);
  const startMs = performance.now();
  const result = await makeShortCalls({ target, perSecond, seconds: forS, port: ports.sipp, rtpPort: ports.heard });
  const elapsedMs = performance.now() - startMs;
  const row = { ...result, name, perSecond, spent: spentSince(before, cpuTimesOf(pid)), elapsedMs, rssMb: memoryOf(pid).rssMb };
  console.log(line(row));
  if (row.failed > 0 && row.errors) console.error(row.errors.slice(0, 500));
  return row;
}

function line(row: Row): string {
  const { spent, calls } = row;
  const perCall = (ms: number): string => (ms / calls).toFixed(2);
  const threads = [...spent.threads].filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1]);
  return [
    `${row.name.padEnd(18)} ${String(row.perSecond).padStart(3)}/s`,
    `${row.successful}/${calls} good, ${row.failed} failed, ${row.retransmissions} retransmissions`,
    `answered in ${row.answerMs.toFixed(1)} ms, ${row.late} later than ${lateMs} ms`,
    `${perCall(spent.totalMs)} ms CPU per call, ${((100 * spent.totalMs) / row.elapsedMs).toFixed(0)} % of a core (${threads.map(([name, ms]) => `${name} ${perCall(ms)}`).join(", ")})`,
    `sipp ${perCall(row.sippCpuMs)}`,
    `${row.rssMb} MB`,
  ].join("; ");
}

async function barePeer(): Promise<ChildProcess> {
  const args = ["-sn", "uas", "-i", "127.0.0.1", "-p", String(ports.peer), "-mp", String(ports.peer + 4), "-nostdin"];
  const peer = spawn("sipp", args, { stdio: "ignore", env: { ...process.env, TERM: "dumb" } });
  await once(peer, "spawn");
  return peer;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const [cpu] = cpus();
console.log(
  `${cpu?.model.trim()}, ${cpus().length} cores, node ${process.version}; ${seconds} s per row, calls of one second, sipp on the same machine`,
);

const closePort = openSilentPort(ports.heard);
const box = await BenchBox.start(ports.rtp);
const { pid, sip } = box.box;
await pause(5_000); // what start-up left to do is done
const restBefore = cpuTimesOf(pid);
await pause(restSeconds * 1_000);
const rest = { percent: spentSince(restBefore, cpuTimesOf(pid)).totalMs / (restSeconds * 10), mb: memoryOf(pid).rssMb };
console.log(
  `at rest: ${rest.percent.toFixed(2)} % of a core (goal < ${goals.restPercent}), ${rest.mb} MB (goal < ${goals.restMb})`,
);

await box.record(true);
await measure("warming up", pid, sip, 50, 10);
const rows: Row[] = [];
for (const recorded of [false, true]) {
  await box.record(recorded);
  for (const rate of rates) {
    rows.push(await measure(recorded ? "box, recorded" : "box", pid, sip, rate));
    await pause(1_000);
  }
}
const held = await measure("box, recorded, held", pid, sip, holdRate, holdSeconds);
const peer = await barePeer();
for (const rate of rates) {
  const bare = await measure("sipp -sn uas", peer.pid ?? 0, { host: "127.0.0.1", port: ports.peer }, rate);
  for (const row of rows.filter((r) => r.perSecond === rate)) {
    const ratio = row.spent.totalMs / row.calls / (bare.spent.totalMs / bare.calls);
    console.log(`  ${row.name} at ${rate}/s: ${ratio.toFixed(1)} times the CPU of a bare answer`);
  }
}
peer.kill("SIGKILL");
await once(peer, "exit");

const gauges = await box.rest();
console.log(
  `after all calls: ${memoryOf(pid).rssMb} MB (peak ${memoryOf(pid).peakMb}), ${gauges.process?.openFiles} files open, all books empty`,
);
const clean = held.failed === 0 && held.successful === held.calls;
console.log(
  `${holdRate} new calls a second for ${holdSeconds} s: ${clean ? "held, none failed" : `${held.failed} failed`}, ${held.retransmissions} retransmissions`,
);
closePort();
const code = await box.box.stop();
process.exit(clean && code === 0 ? 0 : 1);

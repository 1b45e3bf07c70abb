import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { cpuMsOf, end, next, realtime, rssMbOf, start } from "./child.ts";
import type { Measured } from "./generator.ts";
import { Linebox, Rtpengine, type Subject } from "./subjects.ts";

/**
 * CPU, loss and added delay of the media edge, next to rtpengine (userspace, pcap recording) in the same run with the same telephones.
 * `node test/bench/media/run.ts [--calls 120] [--seconds 8] [--rounds 3] [--only <part of a name>] [--realtime]`
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const calls = option("calls", 120);
const seconds = option("seconds", 8);
const rounds = option("rounds", 3);
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1]! : "";
const folder = mkdtempSync(join(tmpdir(), "media-bench-"));
const phonePorts = Array.from({ length: 2 * calls }, (_, i) => 23_300 + 2 * i);

type Row = Measured & { cpuMs: number; cpuPercent: number; rssMb: number };

/** The same measurement for everybody: telephones, a moment to settle, then `seconds` that count. */
async function measure(subject: Subject, connect: (ports: number[]) => Promise<number[]>, ports: number[]): Promise<Row> {
  const generator = start("generator.ts");
  generator.send({ bind: ports });
  await next(generator, (message) => (message === "bound" ? true : undefined));
  const targets = await connect(ports);
  const run = async (forMs: number): Promise<Measured> => {
    generator.send({ targets, forMs });
    return await next(generator, (message) => message as Measured);
  };
  await run(3000); // until the hot paths are compiled
  const before = { cpuMs: cpuMsOf(subject.pid), atMs: performance.now() };
  const measured = await run(seconds * 1000);
  const spentMs = cpuMsOf(subject.pid) - before.cpuMs;
  const cpuPercent = (100 * spentMs) / (performance.now() - before.atMs);
  const rssMb = rssMbOf(subject.pid);
  await end(generator);
  return { ...measured, cpuMs: spentMs, cpuPercent, rssMb };
}

type Case = { name: string; once: () => Promise<Row> };

const withSubject = async (
  subject: Subject,
  connect: (ports: number[]) => Promise<number[]>,
  ports = phonePorts,
): Promise<Row> => {
  const row = await measure(subject, connect, ports);
  await subject.stop();
  return row;
};
const linebox = (backend: "epoll" | "dgram") => Linebox.start(backend, 22_000, 22_799, folder);
const rtpengine = () => Rtpengine.start(22_990, 22_800, 22_800 + 4 * calls + 19, folder);
const bridged = (name: string, startOne: () => Promise<Subject>, record: boolean): Case => ({
  name,
  once: async () => {
    const subject = await startOne();
    return await withSubject(subject, (ports) => subject.bridge(ports, record));
  },
});
const all: Case[] = [
  bridged("linebox, recorded", () => linebox("epoll"), true),
  bridged("rtpengine, recorded", rtpengine, true),
  bridged("linebox, plain", () => linebox("epoll"), false),
  bridged("rtpengine, plain", rtpengine, false),
  bridged("linebox dgram, recorded", () => linebox("dgram"), true),
  {
    name: "linebox, mixed in rooms",
    once: async () => {
      const subject = await linebox("epoll");
      return await withSubject(subject, (ports) => subject.rooms(ports));
    },
  },
  {
    name: "linebox, recorded, busy", // its CPU is that of the busy main thread; loss and delay are what counts
    once: async () => {
      const subject = await linebox("epoll");
      subject.keepBusy();
      return await withSubject(subject, (ports) => subject.bridge(ports, true));
    },
  },
  {
    name: "linebox, prompts",
    once: async () => {
      const subject = await linebox("epoll");
      return await withSubject(subject, (ports) => subject.prompts(ports), phonePorts.slice(0, calls));
    },
  },
];

const cases = all.filter(({ name }) => name.includes(only));

async function idlePercent(): Promise<number> {
  const subject = await linebox("epoll");
  const before = cpuMsOf(subject.pid);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const percent = (cpuMsOf(subject.pid) - before) / 50;
  await subject.stop();
  return percent;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const fixed = (value: number, digits = 2): string => value.toFixed(digits).padStart(8);

const rows = new Map<string, Row[]>();
for (let round = 0; round < rounds; round++) {
  for (const { name, once } of cases) {
    const row = await once();
    rows.set(name, [...(rows.get(name) ?? []), row]);
    console.error(
      `round ${round + 1} ${name}: ${row.cpuPercent.toFixed(1)} % of a core, lost ${row.sent - row.received}, p99 ${row.p99Ms} ms, generator late by up to ${row.latestSendMs.toFixed(1)} ms`,
    );
  }
}

const [cpu] = cpus();
console.log(
  `${cpu?.model.trim()}, ${cpus().length} cores; ${calls} calls, ${seconds} s, medians of ${rounds} alternating runs${realtime ? ", real-time priority" : ""}`,
);
console.log("                            core %  us/packet  ms CPU per call-s   lost   p50 ms   p99 ms p99.9 ms   RSS MB");
for (const [name, runs] of rows) {
  const of = (pick: (row: Row) => number): number => median(runs.map(pick));
  const prompts = name.includes("prompts");
  const packets = of((row) => (prompts ? row.sent : row.received));
  const lost = prompts ? 0 : of((row) => row.sent - row.received);
  const core = of((row) => row.cpuPercent);
  const delays = prompts
    ? "       -        -        -"
    : `${fixed(of((row) => row.p50Ms))} ${fixed(of((row) => row.p99Ms))} ${fixed(of((row) => row.p999Ms))}`;
  const perPacket = ((of((row) => row.cpuMs) * 1000) / packets) * (1 - 1 / seconds); // the edges cost CPU, but are not counted
  console.log(
    `${name.padEnd(25)} ${fixed(core)}   ${fixed(perPacket)}  ${fixed((core * 10) / calls)}          ${String(lost).padStart(6)} ${delays} ${fixed(
      of((row) => row.rssMb),
      0,
    )}`,
  );
}
const coreOf = (name: string): number => median((rows.get(name) ?? []).map((row) => row.cpuPercent));
if (only === "" || only === "recorded") {
  const ratio = (a: string, b: string): string => (coreOf(a) / coreOf(b)).toFixed(2);
  console.log(`recorded bridge: ${ratio("linebox, recorded", "rtpengine, recorded")} x rtpengine with recording (goal <= 0.70)`);
  if (only === "") console.log(`plain bridge:    ${ratio("linebox, plain", "rtpengine, plain")} x rtpengine`);
  console.log(
    `dgram fallback:  ${ratio("linebox dgram, recorded", "rtpengine, recorded")} x rtpengine with recording (goal <= 1.20)`,
  );
}
console.log(`at rest: ${(await idlePercent()).toFixed(2)} % of a core (goal < 1)`);
rmSync(folder, { recursive: true, force: true });

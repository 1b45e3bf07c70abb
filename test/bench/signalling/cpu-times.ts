import { readdirSync, readFileSync } from "node:fs";

/** CPU time used so far, in ms, of a process and of each of its threads by name. The kernel counts in ticks of 10 ms. */
export type CpuTimes = { totalMs: number; threads: Map<string, number> };

const tickMs = 10;
/** utime and stime are the 14th and 15th field of proc(5) stat; the name in brackets may hold blanks. */
const usedMs = (stat: string): number => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

/** Workers without a name of their own, in the order the box starts them. */
const unnamedWorkers = ["disk", "media"];

export function cpuTimesOf(pid: number): CpuTimes {
  const threads = new Map<string, number>();
  let unnamed = 0;
  for (const task of readdirSync(`/proc/${pid}/task`).sort((a, b) => Number(a) - Number(b))) {
    const at = `/proc/${pid}/task/${task}`;
    try {
      const comm = readFileSync(`${at}/comm`, "utf8").trim();
      const name = comm === "WorkerThread" ? (unnamedWorkers[unnamed++] ?? comm) : nameOf(comm);
      threads.set(name, (threads.get(name) ?? 0) + usedMs(readFileSync(`${at}/stat`, "utf8")));
    } catch {
      // A thread that ended between the two looks is in the total of the process.
    }
  }
  return { totalMs: usedMs(readFileSync(`/proc/${pid}/stat`, "utf8")), threads };
}

function nameOf(comm: string): string {
  if (comm === "MainThread" || comm === "node") return "main";
  if (comm.startsWith("libuv-worker")) return "libuv";
  if (comm.startsWith("V8Worker") || comm.startsWith("DelayedTask")) return "v8";
  return comm;
}

export function spentSince(before: CpuTimes, now: CpuTimes): CpuTimes {
  const threads = new Map([...now.threads].map(([name, ms]) => [name, ms - (before.threads.get(name) ?? 0)]));
  return { totalMs: now.totalMs - before.totalMs, threads };
}

export type Memory = { rssMb: number; peakMb: number };
export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mb = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024);
  return { rssMb: mb("VmRSS"), peakMb: mb("VmHWM") };
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** CPU time a process has used, all its threads, in ms. /proc/<pid>/stat counts in ticks of 10 ms. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export function rssMbOf(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kb) / 1024);
}

/**
 * On a machine that others use as well, all that takes part runs with real-time priority (SCHED_RR), so that their work shows less.
 * Threads inherit it.
 */
export const realtime = process.argv.includes("--realtime");

/** Starts one of the programs beside this file with a channel for messages. */
export function start(program: string, ...args: string[]): ChildProcess {
  const path = join(import.meta.dirname, program);
  const child = realtime
    ? fork(path, args, { serialization: "advanced", execPath: "/usr/bin/chrt", execArgv: ["-r", "1", process.execPath] })
    : fork(path, args, { serialization: "advanced" });
  return child.setMaxListeners(0);
}

/** The next message for which `pick` finds something. */
export function next<T>(child: ChildProcess, pick: (message: unknown) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = (message: unknown): void => {
      const found = pick(message);
      if (found === undefined) return;
      child.off("message", look);
      child.off("exit", gone);
      resolve(found);
    };
    const gone = (code: number | null): void => reject(new Error(`${child.spawnfile} ended with ${code}`));
    child.on("message", look);
    child.on("exit", gone);
  });
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

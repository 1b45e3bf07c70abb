import { setPriority } from "node:os";
import type { Backend } from "./worker-messages.ts";

const roundRobin = 2;
const niceness = -10;

/**
 * The calling thread goes before others from now on, as far as the box lets it: real-time (sched(7), SCHED_RR 1), else a better nice value.
 * The kernel leaves 5 % of the core to the rest even if this thread should never sleep.
 */
export async function raisePriority(backend: Backend): Promise<"realtime" | "raised" | "normal"> {
  if (backend === "epoll" && (await becomeRealtime())) return "realtime";
  try {
    setPriority(niceness); // on Linux this is the thread's own
    return "raised";
  } catch {
    return "normal";
  }
}

async function becomeRealtime(): Promise<boolean> {
  const { libc, nativeMemory } = await import("./libc.ts");
  const parameter = nativeMemory(4); // struct sched_param
  new DataView(parameter.bytes.buffer).setInt32(0, 1, true);
  const result = libc.setScheduler(0, roundRobin, parameter.address);
  parameter.free();
  return result === 0;
}

import { Worker } from "node:worker_threads";
import type { SipTraceEntry } from "../../wire/sip/agent/message-ladder.ts";
import type { DialogSnapshot } from "../../wire/sip/dialog/snapshot-dialog.ts";
import type { Ban } from "./ban-list.ts";
import type { Listening, SignallingOptions } from "./signalling-options.ts";
import type { Bound } from "./signalling-server.ts";
import type { Answer, SignallingGauges, WorkerQuestions } from "./worker-messages.ts";

const STOP_MS = 5_000;

/** A running signalling worker. Every question rejects once the worker is gone. */
export type Signalling = {
  /** Where drachtio-srf connects to, with the secret of this start. */
  host: string;
  port: number;
  secret: string;
  listening: Listening[];
  /** The messages of a call as they were on the wire, oldest first. Digest responses are blanked. */
  ladder(callId: string): Promise<SipTraceEntry[]>;
  /** Call-IDs whose messages are still there. */
  ladderSnapshot(): Promise<string[]>;
  gauges(): Promise<SignallingGauges>;
  ban(address: string, forMs: number, why?: string): Promise<void>;
  /** False when it was not banned. */
  unban(address: string): Promise<boolean>;
  bans(): Promise<Ban[]>;
  snapshotDialogs(): Promise<DialogSnapshot[]>;
  /** How many were taken up; unreadable ones and those already here are left out. */
  restoreDialogs(list: readonly unknown[]): Promise<number>;
  /** BYE to everything, then the worker ends. `reason` is told to peers and application. */
  stop(reason: string): Promise<void>;
  /** Resolves when the worker ended without being asked, with why. */
  lost: Promise<string>;
};

/** Starts the embedded SIP server on a thread of its own. Rejects when a listen point can't be had. */
export async function startSignalling(options: SignallingOptions): Promise<Signalling> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: options,
    name: "signalling",
    // A bound, not a budget: at 300 calls a second some 250 MB are in use between collections.
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let over: string | undefined;
  let stopping = false;
  let tellLost: (why: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });
  const exited = new Promise<void>((resolve) => {
    worker.once("exit", (code) => {
      end(`signalling worker ended with ${code}`);
      resolve();
    });
  });
  function end(why: string): void {
    if (over !== undefined) return;
    over = why;
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
    if (!stopping) tellLost(why);
  }
  worker.on("error", (error) => end(`signalling worker: ${String(error)}`));
  worker.on("message", (message: Answer) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ("error" in message) asked?.reject(new Error(message.error));
    else asked?.resolve(message.value);
  });
  const expect = <Value>(id: number): Promise<Value> =>
    new Promise<Value>((resolve, reject) => {
      if (over !== undefined) reject(new Error(over));
      else waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  const ask = <Name extends keyof WorkerQuestions>(
    name: Name,
    question: WorkerQuestions[Name]["ask"],
  ): Promise<WorkerQuestions[Name]["answer"]> => {
    const id = ++lastId;
    const answer = expect<WorkerQuestions[Name]["answer"]>(id);
    worker.postMessage({ id, name, ask: question });
    return answer;
  };
  const bound = await expect<Bound>(0);
  return {
    ...bound,
    lost,
    ladder: (callId) => ask("ladder", { callId }),
    ladderSnapshot: () => ask("ladderCallIds", {}),
    gauges: () => ask("gauges", {}),
    ban: async (address, forMs, why = "reported by the application") => {
      await ask("ban", { address, forMs, why });
    },
    unban: (address) => ask("unban", { address }),
    bans: () => ask("bans", {}),
    snapshotDialogs: () => ask("snapshotDialogs", {}),
    restoreDialogs: (list) => ask("restoreDialogs", { list: [...list] }),
    stop: async (reason) => {
      if (over !== undefined) return;
      stopping = true;
      const late = setTimeout(() => void worker.terminate(), STOP_MS);
      await ask("stop", { reason }).catch(() => undefined);
      await exited;
      clearTimeout(late);
    },
  };
}

import { Worker } from "node:worker_threads";
import type { PacketChunk } from "../../wire/capture/packet-tap.ts";
import type { SignallingOptions } from "./signalling-options.ts";
import type { Answer, Told, WorkerQuestions } from "./worker-messages.ts";

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** The line to the worker thread: questions and their answers by number. When the thread ends, every open question is rejected. */
export class WorkerLine {
  /** Why the thread ended without being asked. */
  readonly lost: Promise<string>;
  readonly exited: Promise<void>;
  /** Who hears what is captured. */
  tapped: ((chunk: PacketChunk) => void) | undefined;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #over: string | undefined;
  #stopping = false;
  #tellLost: (why: string) => void = () => undefined;

  constructor(options: SignallingOptions) {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: options,
      name: "signalling",
      // A bound, not a budget: at 300 calls a second some 250 MB are in use between collections.
      // Young objects get little room: with the 48 MB they take by themselves the thread is no faster.
      resourceLimits: { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 12 },
    });
    this.lost = new Promise((resolve) => {
      this.#tellLost = resolve;
    });
    this.exited = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        this.#end(`signalling worker ended with ${code}`);
        resolve();
      });
    });
    this.#worker.on("error", (error) => this.#end(`signalling worker: ${String(error)}`));
    this.#worker.on("message", (message: Answer | Told) => {
      if ("tap" in message) {
        this.tapped?.(message.tap);
        void this.ask("tapped", {}).catch(() => undefined);
        return;
      }
      const asked = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ("error" in message) asked?.reject(new Error(message.error));
      else asked?.resolve(message.value);
    });
  }

  get over(): boolean {
    return this.#over !== undefined;
  }

  /** The answer with that number; 0 is what the thread says when it is ready. */
  expect<Value>(id: number): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.#over !== undefined) reject(new Error(this.#over));
      else this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }

  ask<Name extends keyof WorkerQuestions>(
    name: Name,
    ask: WorkerQuestions[Name]["ask"],
  ): Promise<WorkerQuestions[Name]["answer"]> {
    const id = ++this.#lastId;
    const answer = this.expect<WorkerQuestions[Name]["answer"]>(id);
    this.#worker.postMessage({ id, name, ask });
    return answer;
  }

  /** Asks the thread to end, and ends it when it takes longer than `patienceMs`. */
  async stop(reason: string, patienceMs: number): Promise<void> {
    if (this.over) return;
    this.#stopping = true;
    const late = setTimeout(() => void this.#worker.terminate(), patienceMs);
    await this.ask("stop", { reason }).catch(() => undefined);
    await this.exited;
    clearTimeout(late);
  }

  #end(why: string): void {
    if (this.#over !== undefined) return;
    this.#over = why;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
    if (!this.#stopping) this.#tellLost(why);
  }
}

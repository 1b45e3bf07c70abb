import { Worker } from "node:worker_threads";
import type { Store } from "../edge/store/store.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Clock } from "../runtime/clock.ts";
import type { FigureSettings } from "./figures-desk.ts";
import type { FigureAsk, FromFigures, ToFigures } from "./figures-messages.ts";

/** Nobody asks for so long: the thread and its memory are given back. */
const idleMs = 300_000;
/** Questions in hand at one time; the thread takes turns between few of them, the others are told that it is busy. */
const mostAsked = 12;
/** A report of a year by everything is far below. */
const memoryMb = 256;

export type FiguresWorkerParts = {
  dir: string;
  store: Pick<Store, "raiseFigureHorizon" | "keepFigureParts">;
  settings: () => FigureSettings;
  clock: Clock;
};
type Answer = Extract<FromFigures, { type: "answer" }>["answer"];

/** The thread that counts, from its first question until nobody asks any more. */
export class FiguresWorker {
  readonly #parts: FiguresWorkerParts;
  readonly #asked = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #last = 0;
  #cancelIdle: (() => void) | undefined;
  #stopped = false;

  constructor(parts: FiguresWorkerParts) {
    this.#parts = parts;
  }

  /** Rejects when the thread failed at it. */
  ask(wanted: FigureAsk): Promise<Answer> {
    if (this.#stopped || this.#asked.size >= mostAsked) {
      const busy = wanted.ask === "staffing" ? { fault: "busy" } : { unanswered: "busy" };
      return Promise.resolve({ plain: busy });
    }
    const { clock, settings } = this.#parts;
    const { site, queues, agents, trunks, lines, targets } = settings();
    const needed = { site, queues, agents, trunks, ...(lines ? { lines } : {}), ...(targets ? { targets } : {}) };
    const worker = this.#started();
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    const n = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#asked.set(n, { resolve, reject });
      worker.postMessage({ type: "ask", n, wanted, settings: needed, nowMs: clock.nowMs() } satisfies ToFigures);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelIdle?.();
    await this.#end();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./figures-thread.ts", import.meta.url), {
      name: "figures",
      workerData: { dir: this.#parts.dir },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    // It never keeps the program from ending.
    worker.unref();
    let fault: Error | undefined;
    worker.on("message", (message: FromFigures) => this.#hear(worker, message));
    worker.on("error", (error) => {
      fault = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#refuseAll(fault);
    });
    this.#worker = worker;
    return worker;
  }

  #hear(worker: Worker, message: FromFigures): void {
    switch (message.type) {
      case "answer":
      case "failed": {
        const asked = this.#asked.get(message.n);
        this.#asked.delete(message.n);
        if (message.type === "answer") asked?.resolve(message.answer);
        else asked?.reject(new Error(message.why));
        if (this.#asked.size === 0) this.#idle();
        return;
      }
      case "write": {
        const { write, n } = message;
        const { store } = this.#parts;
        const done: Promise<number> =
          "untilMs" in write
            ? store.raiseFigureHorizon(write.untilMs).then(() => 0)
            : store.keepFigureParts(write.late, write.parts);
        const tell = (result: number | undefined) => worker.postMessage({ type: "written", n, done: result } satisfies ToFigures);
        // Without it the next question counts anew: nothing is lost.
        done.then(tell, () => tell(undefined));
        return;
      }
      default:
        exhaustive(message);
    }
  }

  #idle(): void {
    const { clock } = this.#parts;
    this.#cancelIdle?.();
    this.#cancelIdle = clock.at(clock.nowMs() + idleMs, () => void this.#end());
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    // Who asks from now on gets a new one.
    this.#worker = undefined;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    if (this.#asked.size === 0) worker.postMessage({ type: "stop" } satisfies ToFigures);
    else {
      // It only reads: nothing is left half done.
      this.#refuseAll(undefined);
      void worker.terminate();
    }
    await exited;
  }

  #refuseAll(fault: Error | undefined): void {
    for (const { reject } of this.#asked.values()) reject(fault ?? new Error("the thread of the figures ended"));
    this.#asked.clear();
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BoundedQueue } from "../../kit/bounded-queue.ts";
import type { FromVault, ToVault, VaultDone, VaultJob } from "./vault-job.ts";

const waitingLimit = 100;
/** A talk of four hours takes some minutes; more means that it hangs. */
const jobLimitMs = 15 * 60_000;
/** The process goes when there was nothing to do for so long. */
const idleMs = 60_000;

type Waiting = { job: VaultJob; resolve: (done: VaultDone) => void };

/** Hands work on finished recordings to a process of its own, one at a time; the process comes with the work and goes with it. */
export class Vault {
  readonly #dataDir: string;
  readonly #key: Uint8Array;
  readonly #waiting = new BoundedQueue<Waiting>(waitingLimit);
  #child: ChildProcess | undefined;
  #now: (Waiting & { n: number; limit: NodeJS.Timeout }) | undefined;
  #idle: NodeJS.Timeout | undefined;
  #n = 0;
  #stopped = false;

  constructor(dataDir: string, key: Uint8Array) {
    this.#dataDir = dataDir;
    this.#key = key;
  }

  /** Never rejects: what went wrong is told as `fault`. */
  perform(job: VaultJob): Promise<VaultDone> {
    return new Promise((resolve) => {
      if (this.#stopped || !this.#waiting.push({ job, resolve })) resolve({ fault: "too much is waiting" });
      else this.#next();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#idle);
    this.#finish({ fault: "the box is stopping" });
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next.resolve({ fault: "the box is stopping" });
    this.#child?.kill();
  }

  #next(): void {
    if (this.#now || this.#stopped) return;
    const next = this.#waiting.shift();
    if (!next) {
      this.#idle ??= setTimeout(() => this.#child?.disconnect(), idleMs).unref();
      return;
    }
    clearTimeout(this.#idle);
    this.#idle = undefined;
    const child = this.#ready();
    const n = ++this.#n;
    const limit = setTimeout(() => child.kill("SIGKILL"), jobLimitMs);
    this.#now = { ...next, n, limit };
    const key = Buffer.from(this.#key).toString("hex");
    child.send({ n, dataDir: this.#dataDir, key, job: next.job } satisfies ToVault);
  }

  #ready(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    const child = fork(fileURLToPath(new URL("./vault-worker.ts", import.meta.url)), [], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", ({ n, done }: FromVault) => {
      if (this.#now?.n === n) this.#finish(done);
      this.#next();
    });
    child.on("error", () => undefined);
    child.on("exit", () => {
      if (this.#child === child) {
        this.#child = undefined;
        this.#finish({ fault: "the work was given up" });
        this.#next();
      }
    });
    this.#child = child;
    return child;
  }

  #finish(done: VaultDone): void {
    const now = this.#now;
    this.#now = undefined;
    if (!now) return;
    clearTimeout(now.limit);
    now.resolve(done);
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** systemd as a service of `Type=notify` with `WatchdogSec` meets it: what it is told, and when it would have killed the service. */
export class Systemd {
  /** What the service's environment holds (sd_notify(3), sd_watchdog_enabled(3)). */
  readonly env: Record<string, string>;
  readonly #socat: ChildProcess;
  readonly #watchdogMs: number;
  #rest = "";
  #deadline: NodeJS.Timeout | undefined;
  /** Each word it was told, in order, and "timed out" where nothing came for so long. */
  readonly events: string[] = [];

  private constructor(path: string, watchdogMs: number) {
    this.#watchdogMs = watchdogMs;
    this.env = { NOTIFY_SOCKET: path, WATCHDOG_USEC: String(watchdogMs * 1000) };
    this.#socat = spawn("socat", ["-u", `UNIX-RECV:${path}`, "STDOUT"], { stdio: ["ignore", "pipe", "ignore"] });
    this.#socat.stdout?.on("data", (part: Buffer) => this.#heard(part.toString()));
  }

  static async open(dir: string, watchdogMs: number): Promise<Systemd> {
    const path = join(dir, "notify");
    const systemd = new Systemd(path, watchdogMs);
    while (!existsSync(path)) await new Promise((done) => setTimeout(done, 20));
    return systemd;
  }

  count(word: string): number {
    return this.events.filter((event) => event === word).length;
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.#socat.kill();
  }

  /** Datagrams come one after another, with nothing between. */
  #heard(part: string): void {
    this.#rest += part;
    for (const word of this.#rest.match(/(?:READY|WATCHDOG|STOPPING)=1/g) ?? []) {
      this.events.push(word);
      clearTimeout(this.#deadline);
      if (word === "STOPPING=1") continue;
      this.#deadline = setTimeout(() => this.events.push("timed out"), this.#watchdogMs);
    }
    this.#rest = this.#rest.replace(/[\s\S]*=1/, "");
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LineCommand, LineEvent } from "../../contract/line.ts";
import { type Trouble, troubleWords } from "../../contract/trouble.ts";
import type { LegId } from "../../kit/ids.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { DriverHost, FromDriver, ToDriver } from "./driver-messages.ts";
import type { TapChunk } from "./port-tap.ts";

export type DriverProcessParts<Config, Event> = {
  /** Names the process in alarms and logs: "modems", "cards". */
  name: string;
  /** The child's program. */
  program: URL;
  environment?: Record<string, string>;
  clock: Clock;
  config: Config;
  host: Omit<DriverHost<Event>, "nowMs">;
  /** The process is gone, and all its lines with it; it is started again. */
  lost(): void;
};

/** Waits before the next start, longer each time; a process that lived for a minute begins anew. */
const waitsMs = [1_000, 5_000, 15_000, 60_000];
const livedLongMs = 60_000;
const stopLimitMs = 8_000;
const askLimitMs = 2_000;
/** Commands kept while the process is being started. */
const mostKept = 200;

/** A driver's process, kept alive. What it had in hand when it died ends as failed. */
export class DriverProcess<Config, Command, Event> {
  readonly #parts: DriverProcessParts<Config, Event>;
  #config: Config;
  #child: ChildProcess | undefined;
  #ready = false;
  #kept: ToDriver<Config, Command>[] = [];
  readonly #legs = new Set<LegId>();
  readonly #asks = new Map<number, (gauges: Record<string, number>) => void>();
  #lastAsk = 0;
  #tap: ((chunk: TapChunk) => void) | undefined;
  #failures = 0;
  #startedMs = 0;
  #again: (() => void) | undefined;
  #stopped: PromiseWithResolvers<void> | undefined;

  constructor(parts: DriverProcessParts<Config, Event>) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#start();
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  configure(config: Config): void {
    this.#config = config;
    this.#send({ to: "configure", config });
  }

  line(command: LineCommand): void {
    if (command.do === "line.dial") this.#legs.add(command.leg);
    if (this.#send({ to: "line", command }) || command.do !== "line.dial") return;
    this.#parts.host.line({ on: "line.ended", leg: command.leg, why: "line-failed", by: "box" });
    this.#legs.delete(command.leg);
  }

  own(command: Command): boolean {
    return this.#send({ to: "own", command });
  }

  /** What the driver holds; empty while it is being started. */
  gauges(): Promise<Record<string, number>> {
    const ask = ++this.#lastAsk;
    return new Promise((resolve) => {
      const done = (gauges: Record<string, number>): void => {
        this.#asks.delete(ask);
        callOff();
        resolve(gauges);
      };
      const callOff = this.#parts.clock.at(this.#parts.clock.nowMs() + askLimitMs, () => done({}));
      this.#asks.set(ask, done);
      if (!this.#ready || !this.#send({ to: "gauges", ask })) done({});
    });
  }

  /** What passes over the ports is told from now on, or no longer; a process that is started again goes on telling. */
  tap(hear: ((chunk: TapChunk) => void) | undefined): void {
    this.#tap = hear;
    if (this.#ready) this.#send({ to: "tap", on: hear !== undefined });
  }

  async stop(why: string): Promise<void> {
    this.#again?.();
    this.#again = undefined;
    this.#stopped ??= Promise.withResolvers<void>();
    const child = this.#child;
    if (!child) return;
    this.#send({ to: "stop", why });
    const callOff = this.#parts.clock.at(this.#parts.clock.nowMs() + stopLimitMs, () => child.kill("SIGKILL"));
    await this.#stopped.promise;
    callOff();
  }

  #start(): void {
    const { program, environment = {}, clock } = this.#parts;
    this.#startedMs = clock.nowMs();
    this.#ready = false;
    const child = fork(fileURLToPath(program), [], { env: { ...process.env, ...environment }, serialization: "advanced" });
    this.#child = child;
    child.on("message", (message: FromDriver<Event>) => this.#hear(message));
    child.once("error", (error) => this.#parts.host.note("warn", `${this.#parts.name}: ${error.message}`));
    // Each message on its way to a process that died says so; one line tells it.
    child.on("error", () => {});
    child.on("exit", (code, signal) => this.#gone(signal ? { code: "signal", n: signal } : { code: "exit", n: code ?? 0 }));
  }

  #send(message: ToDriver<Config, Command>): boolean {
    if (this.#child?.connected && this.#ready) {
      this.#child.send(message);
      return true;
    }
    // What the settings say is sent when it is ready anyway; the rest waits for a start that is under way.
    if (message.to === "configure") return true;
    if (!this.#child || this.#stopped || this.#kept.length >= mostKept) return false;
    this.#kept.push(message);
    return true;
  }

  #hear(message: FromDriver<Event>): void {
    const { host, name } = this.#parts;
    switch (message.from) {
      case "ready":
        this.#begun();
        return;
      case "line":
        this.#line(message.event);
        return;
      case "own":
        host.own(message.event);
        return;
      case "alarm":
        if (message.raised) host.raise(message.code, message.subject, message.text);
        else host.clear(message.code, message.subject);
        return;
      case "health":
        host.health(message.port, message.values);
        return;
      case "note":
        host.note(message.level, `${name}: ${message.text}`);
        return;
      case "gauges":
        this.#asks.get(message.ask)?.(message.gauges);
        return;
      case "tap":
        this.#tap?.(message.chunk);
        this.#send({ to: "tapped" });
        return;
      case "stopped":
        return;
    }
  }

  #begun(): void {
    this.#ready = true;
    this.#parts.host.clear("driver-lost", this.#parts.name);
    this.#send({ to: "configure", config: this.#config });
    if (this.#tap) this.#send({ to: "tap", on: true });
    const kept = this.#kept;
    this.#kept = [];
    for (const message of kept) this.#send(message);
  }

  #line(event: LineEvent): void {
    if (event.on === "line.ringing") this.#legs.add(event.leg);
    if (event.on === "line.ended") this.#legs.delete(event.leg);
    this.#parts.host.line(event);
  }

  #gone(why: Trouble): void {
    const { host, name, clock } = this.#parts;
    this.#child = undefined;
    this.#ready = false;
    this.#kept = [];
    for (const done of [...this.#asks.values()]) done({});
    const legs = [...this.#legs];
    this.#legs.clear();
    for (const leg of legs) host.line({ on: "line.ended", leg, why: "line-failed", by: "box" });
    if (this.#stopped) {
      this.#stopped.resolve();
      return;
    }
    if (clock.nowMs() - this.#startedMs > livedLongMs) this.#failures = 0;
    const waitMs = waitsMs[Math.min(this.#failures++, waitsMs.length - 1)]!;
    host.note("warn", `${name} ended (${why.n}); it is started again in ${waitMs} ms`);
    host.raise("driver-lost", name, troubleWords(why));
    this.#parts.lost();
    this.#again = clock.at(clock.nowMs() + waitMs, () => {
      this.#again = undefined;
      this.#start();
    });
  }
}

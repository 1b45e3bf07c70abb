import { monitorEventLoopDelay } from "node:perf_hooks";
import { NotifySocket } from "../edge/host/notify-socket.ts";
import type { Clock } from "../runtime/clock.ts";

export type WatchdogParts = {
  /** NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID (sd_notify(3), sd_watchdog_enabled(3)). */
  env: Record<string, string | undefined>;
  pid: number;
  clock: Clock;
  /** Resolves when the media plane has answered; what doesn't answer keeps silent. */
  media(): Promise<unknown>;
  note(text: string): void;
};

/** A loop that was away so long hurts calls. */
const mostLagMs = 5_000;

/** Tells systemd that the box is ready, and goes on telling that it is well while its loop turns and the media plane answers. Without systemd it does nothing. */
export class Watchdog {
  readonly #parts: WatchdogParts;
  readonly #socket: NotifySocket | undefined;
  readonly #everyMs: number;
  readonly #lag: ReturnType<typeof monitorEventLoopDelay> | undefined;
  #cancel: (() => void) | undefined;
  #unwell: string | undefined;

  constructor(parts: WatchdogParts) {
    this.#parts = parts;
    const { env, pid, note } = parts;
    const limitMs = Number(env.WATCHDOG_USEC) / 1000;
    const meant = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === pid;
    this.#everyMs = limitMs > 0 && meant ? limitMs / 4 : 0;
    if (!env.NOTIFY_SOCKET) return;
    try {
      this.#socket = new NotifySocket(env.NOTIFY_SOCKET);
    } catch (error) {
      note((error as Error).message);
      return;
    }
    if (this.#everyMs > 0) this.#lag = monitorEventLoopDelay({ resolution: 20 });
  }

  ready(): void {
    this.#socket?.say("READY=1");
    this.#lag?.enable();
    if (this.#lag) void this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#lag?.disable();
    this.#socket?.say("STOPPING=1");
    this.#socket?.close();
  }

  async #look(): Promise<void> {
    const { clock, note } = this.#parts;
    let passed = false;
    this.#cancel = clock.at(clock.nowMs() + this.#everyMs, () => {
      passed = true;
      void this.#look();
    });
    const lagMs = this.#lag!.max / 1e6;
    this.#lag!.reset();
    const media = await this.#parts.media().then(
      () => true,
      () => false,
    );
    // The next look has begun already: this answer came too late to count.
    if (passed) return;
    const unwell = lagMs > mostLagMs ? `the loop was away for ${Math.round(lagMs)} ms` : media ? undefined : "media";
    if (unwell === undefined) this.#socket!.say("WATCHDOG=1");
    if (unwell !== this.#unwell && unwell !== undefined) note(`no word to the watchdog: ${unwell}`);
    this.#unwell = unwell;
  }
}

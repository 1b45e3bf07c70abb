import type { LineCommand, LineEvent } from "../../contract/line.ts";
import type { Sentence } from "../../contract/words.ts";
import type { TapCell, TapChunk } from "./port-tap.ts";

/** What goes to a driver's process. `config` and `command` are the driver's own words. */
export type ToDriver<Config, Command> =
  | { to: "configure"; config: Config }
  | { to: "line"; command: LineCommand }
  | { to: "own"; command: Command }
  | { to: "gauges"; ask: number }
  /** Whether somebody wants to see what passes over the ports; `tapped` answers each chunk. */
  | { to: "tap"; on: boolean }
  | { to: "tapped" }
  | { to: "stop"; why: string };

/** What comes from it. */
export type FromDriver<Event> =
  | { from: "ready" }
  | { from: "line"; event: LineEvent }
  | { from: "own"; event: Event }
  | { from: "alarm"; code: string; subject: string; raised: boolean; text: string | Sentence }
  /** Measured values of a port, the newest only. */
  | { from: "health"; port: string; values: Record<string, number | string> }
  | { from: "note"; level: "info" | "warn"; text: string }
  | { from: "gauges"; ask: number; gauges: Record<string, number> }
  | { from: "tap"; chunk: TapChunk }
  | { from: "stopped" };

/** What a driver needs of the box. */
export type DriverHost<Event> = {
  nowMs(): number;
  line(event: LineEvent): void;
  own(event: Event): void;
  raise(code: string, subject: string, text: string | Sentence): void;
  clear(code: string, subject: string): void;
  health(port: string, values: Record<string, number | string>): void;
  note(level: "info" | "warn", text: string): void;
  /** Told what passes over the ports while somebody captures it. */
  tap?: TapCell;
};

/** A driver inside its process. */
export interface Driver<Config, Command> {
  /** Ports added, changed and taken away since the last time. */
  configure(config: Config): void;
  line(command: LineCommand): void;
  own(command: Command): void;
  gauges(): Record<string, number>;
  stop(why: string): Promise<void>;
}

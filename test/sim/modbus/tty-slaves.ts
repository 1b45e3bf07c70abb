import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pty } from "../modem/pty.ts";
import { SlaveBus } from "./slave-bus.ts";

/** Devices behind a serial port that can be pulled out and put back: `path` stays, as a udev link does. */
export class TtySlaves {
  readonly bus: SlaveBus;
  readonly path: string;
  readonly #dir = mkdtempSync(join(tmpdir(), "linebox-bus-"));
  #pty: Pty | undefined;

  constructor(parts: { answerMs?: number } = {}) {
    this.bus = new SlaveBus({ ...parts, send: (bytes) => this.#pty?.write(bytes) });
    this.path = join(this.#dir, "rs485");
    this.plugIn();
  }

  plugIn(): void {
    const pty = new Pty((bytes) => this.bus.hear(bytes));
    this.#pty = pty;
    symlinkSync(pty.path, this.path);
  }

  pullOut(): void {
    unlinkSync(this.path);
    this.#pty?.close();
    this.#pty = undefined;
  }

  close(): void {
    this.bus.close();
    if (this.#pty) this.pullOut();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

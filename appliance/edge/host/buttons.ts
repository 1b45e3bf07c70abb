import { closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { HardwareProfile } from "../../contract/hardware.ts";
import type { ButtonName, Press } from "../../core/host/press.ts";
import type { Clock } from "../../runtime/clock.ts";

export type ButtonsParts = {
  buttons: NonNullable<HardwareProfile["cabinet"]["buttons"]>;
  /** Where `dev` is looked for. */
  root: string;
  clock: Clock;
  pressed(press: Press): void;
  fault(button: ButtonName, text: string): void;
  mended(button: ButtonName): void;
};

/** struct input_event on 64 bit: two longs of time, then type, code and value (linux/input.h). */
const recordBytes = 24;
const keyType = 1;
const lookEveryMs = 100;
const openAgainMs = 5_000;

type Source = { device: string; fd: number | undefined; tryAtMs: number; rest: Buffer };

/**
 * Buttons of the cabinet by evdev. They are looked at ten times a second without waiting: a read that waits would hold a thread for each.
 */
export class Buttons {
  readonly #parts: ButtonsParts;
  readonly #sources: Source[];
  readonly #downSinceMs = new Map<ButtonName, number>();
  #cancel: (() => void) | undefined;

  constructor(parts: ButtonsParts) {
    this.#parts = parts;
    const devices = new Set(Object.values(parts.buttons).map(({ device }) => device));
    this.#sources = [...devices].map((device) => ({ device, fd: undefined, tryAtMs: 0, rest: Buffer.alloc(0) }));
    if (this.#sources.length > 0) this.#look();
  }

  stop(): void {
    this.#cancel?.();
    for (const source of this.#sources) this.#close(source);
  }

  #look(): void {
    const { clock } = this.#parts;
    for (const source of this.#sources) this.#read(source);
    this.#cancel = clock.at(clock.nowMs() + lookEveryMs, () => this.#look());
  }

  #open(source: Source): void {
    const { clock, root, fault } = this.#parts;
    if (clock.nowMs() < source.tryAtMs) return;
    source.tryAtMs = clock.nowMs() + openAgainMs;
    try {
      source.fd = openSync(join(root, source.device), constants.O_RDONLY | constants.O_NONBLOCK);
      for (const name of this.#namesOn(source)) this.#parts.mended(name);
    } catch (error) {
      for (const name of this.#namesOn(source)) fault(name, (error as Error).message);
    }
  }

  #read(source: Source): void {
    if (source.fd === undefined) this.#open(source);
    if (source.fd === undefined) return;
    const buffer = Buffer.alloc(recordBytes * 64);
    let bytes = 0;
    try {
      bytes = readSync(source.fd, buffer, 0, buffer.length, null);
    } catch (error) {
      // EAGAIN: nothing was pressed. ENODEV: it was pulled.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") this.#close(source);
      return;
    }
    const all = Buffer.concat([source.rest, buffer.subarray(0, bytes)]);
    const whole = all.length - (all.length % recordBytes);
    for (let at = 0; at < whole; at += recordBytes) this.#heard(source.device, all.subarray(at, at + recordBytes));
    source.rest = all.subarray(whole);
  }

  /** 1 is down, 0 is up; 2 repeats while it is held. */
  #heard(device: string, record: Buffer): void {
    if (record.readUInt16LE(16) !== keyType) return;
    const [code, value] = [record.readUInt16LE(18), record.readInt32LE(20)];
    for (const [name, button] of Object.entries(this.#parts.buttons) as [ButtonName, { device: string; code: number }][]) {
      if (button.device !== device || button.code !== code) continue;
      const now = this.#parts.clock.nowMs();
      if (value === 1) this.#downSinceMs.set(name, now);
      const since = this.#downSinceMs.get(name);
      if (value !== 0 || since === undefined) continue;
      this.#downSinceMs.delete(name);
      this.#parts.pressed({ button: name, heldMs: now - since });
    }
  }

  #namesOn({ device }: Source): ButtonName[] {
    return (Object.keys(this.#parts.buttons) as ButtonName[]).filter((name) => this.#parts.buttons[name]?.device === device);
  }

  #close(source: Source): void {
    if (source.fd !== undefined) closeSync(source.fd);
    source.fd = undefined;
    source.rest = Buffer.alloc(0);
    for (const name of this.#namesOn(source)) this.#downSinceMs.delete(name);
  }
}

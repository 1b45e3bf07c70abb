import type { Bus } from "../../contract/hardware.ts";
import type { PlantDevice } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { decodePoint, widthOf } from "../../core/plant/decode-point.ts";
import { encodePoint } from "../../core/plant/encode-point.ts";
import type { SerialEars, SerialLink } from "../ports/serial-link.ts";
import { type BusAnswer, BusLink, type BusRequest } from "./bus-link.ts";
import { DevicePolls, type Poll } from "./device-polls.ts";
import type { FieldbusCommand, FieldbusEvent, Written } from "./fieldbus-config.ts";

/** Opens what a bus is reached by. */
export type OpenBus = (at: Bus["at"], ears: SerialEars) => Promise<SerialLink>;

export type BusRunnerParts = {
  bus: Bus;
  open: OpenBus;
  nowMs(): number;
  tell(event: FieldbusEvent): void;
  note(text: string): void;
};

const reopenWaitsMs = [500, 1_000, 2_000, 5_000, 10_000];
/** Writes that may wait. */
const mostWrites = 20;
/** Unanswered requests in a row, of all devices, until a stream counts as dead though nobody closed it. */
const deadStreamTimeouts = 6;
const longestSleepMs = 60_000;

/** A bus and all that is read and written on it. Opened again for ever when it goes. */
export class BusRunner {
  readonly #parts: BusRunnerParts;
  #polls: DevicePolls[] = [];
  #writes: FieldbusCommand[] = [];
  #link: BusLink | undefined;
  #stopped = false;
  #wake: () => void = () => {};
  #failures = 0;
  #timeouts = 0;
  #told: boolean | undefined;
  readonly #ran: Promise<void>;
  readonly counts = { asked: 0, answered: 0, unanswered: 0, late: 0 };

  constructor(parts: BusRunnerParts, devices: readonly PlantDevice[]) {
    this.#parts = parts;
    this.configure(devices);
    this.#ran = this.#run();
  }

  get silent(): number {
    return this.#polls.filter((p) => p.isSilent).length;
  }

  /** Devices that stay as they were go on as if nothing had happened. */
  configure(devices: readonly PlantDevice[]): void {
    const before = new Map(this.#polls.map((p) => [JSON.stringify(p.device), p]));
    this.#polls = devices.map((d) => before.get(JSON.stringify(d)) ?? new DevicePolls(d, this.#parts.nowMs()));
    this.#wake();
  }

  write(command: FieldbusCommand): void {
    if (!this.#link) this.#written(command, { ok: false, why: "bus-down" });
    else if (this.#writes.length >= mostWrites) this.#written(command, { ok: false, why: "busy" });
    else {
      this.#writes.push(command);
      this.#wake();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#link?.close();
    this.#wake();
    await this.#ran;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const why = await this.#open();
      if (why === undefined) await this.#serve();
      else this.#isUp(false, why);
      await this.#sleep(reopenWaitsMs[Math.min(this.#failures++, reopenWaitsMs.length - 1)]!);
    }
    for (const command of this.#writes.splice(0)) this.#written(command, { ok: false, why: "bus-down" });
  }

  /** Nothing when it is open, else why it isn't. */
  async #open(): Promise<string | undefined> {
    const { bus, open, nowMs } = this.#parts;
    const { at } = bus;
    let link: BusLink | undefined;
    let early: string | undefined;
    const ears: SerialEars = {
      data: (bytes) => link?.hear(bytes),
      closed: (why) => {
        early = why;
        link?.gone(why);
      },
    };
    try {
      const opened = await open(at, ears);
      if (early !== undefined || this.#stopped) {
        await opened.close();
        return early ?? "stopped";
      }
      link = new BusLink(
        {
          framing: "tty" in at ? "rtu" : (at.framing ?? "tcp"),
          ...("tty" in at ? { baud: at.baud } : {}),
          nowMs,
          late: (unit, afterMs) => this.#late(unit, afterMs),
          ended: (why) => this.#ended(why),
        },
        opened,
      );
      this.#link = link;
      this.#timeouts = 0;
      for (const polls of this.#polls) polls.begin(nowMs());
      this.#isUp(true, "");
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async #serve(): Promise<void> {
    for (let link = this.#link; link && !link.isClosed && !this.#stopped; link = this.#link) {
      const command = this.#writes.shift();
      if (command) {
        this.#written(command, await this.#carryOut(link, command));
        continue;
      }
      const polls = this.#polls.reduce<DevicePolls | undefined>(
        (first, p) => (first && first.nextDueMs() <= p.nextDueMs() ? first : p),
        undefined,
      );
      const waitMs = (polls?.nextDueMs() ?? Number.POSITIVE_INFINITY) - this.#parts.nowMs();
      const poll = waitMs <= 0 ? polls?.next() : undefined;
      if (polls && poll) await this.#poll(link, polls, poll);
      else await this.#sleep(Math.min(Math.max(waitMs, 1), longestSleepMs));
    }
    this.#link = undefined;
    for (const command of this.#writes.splice(0)) this.#written(command, { ok: false, why: "bus-down" });
  }

  async #poll(link: BusLink, polls: DevicePolls, poll: Poll): Promise<void> {
    const answer = await this.#ask(link, poll.request);
    // It may have been taken away or changed meanwhile.
    if (!this.#polls.includes(polls)) return;
    for (const event of polls.answered(poll, answer, this.#parts.nowMs())) this.#parts.tell(event);
    if (this.#timeouts < deadStreamTimeouts || "tty" in this.#parts.bus.at) return;
    this.#timeouts = 0;
    link.gone("nothing answers any more");
  }

  async #ask(link: BusLink, request: BusRequest): Promise<BusAnswer> {
    this.counts.asked++;
    const answer = await link.ask(request);
    if (answer.ok || answer.why === "refused") {
      this.counts.answered++;
      this.#timeouts = 0;
      this.#failures = 0;
    } else if (answer.why === "timeout") {
      this.counts.unanswered++;
      this.#timeouts++;
    }
    return answer;
  }

  /** Writes, then reads back: what a device says it took is not yet what it has, and an adapter may have answered itself. */
  async #carryOut(link: BusLink, { device, point: name, value }: FieldbusCommand): Promise<Written> {
    const polls = this.#polls.find((p) => p.device.id === device);
    const point = polls?.device.points.find((p) => p.id === name);
    const written = point && encodePoint(point, value);
    if (!polls || !point || !written) return { ok: false, why: "unknown" };
    const { unit } = polls.device;
    const answer = await this.#ask(link, { unit, replyMs: polls.replyMs, address: point.address, ...written });
    if (!answer.ok && answer.why === "refused") return { ok: false, why: "refused" };
    if (!answer.ok && answer.why !== "timeout") return { ok: false, why: answer.why === "busy" ? "busy" : "bus-down" };
    const read = await this.#readBack(link, polls, point);
    if (read === undefined) return { ok: false, why: "unsure" };
    for (const event of polls.tellNow(name, read, this.#parts.nowMs())) this.#parts.tell(event);
    const meant = "on" in written ? [Number(written.on)] : "register" in written ? [written.register] : written.registers;
    const wanted = decodePoint(point, meant);
    return read.value !== undefined && read.value === wanted.value
      ? { ok: true, value: read.value }
      : { ok: false, why: "not-taken" };
  }

  async #readBack(link: BusLink, polls: DevicePolls, point: PlantPoint): Promise<ReturnType<typeof decodePoint> | undefined> {
    const { fc, address } = point;
    for (let tries = 0; tries < 3; tries++) {
      const request = { unit: polls.device.unit, replyMs: polls.replyMs, fc, address, count: widthOf(point) };
      const answer = await this.#ask(link, request);
      if (answer.ok) return decodePoint(point, answer.values);
      if (answer.why === "closed" || answer.why === "refused") return undefined;
    }
    return undefined;
  }

  #late(unit: number, afterMs: number): void {
    this.counts.late++;
    for (const polls of this.#polls) {
      if (polls.device.unit !== unit) continue;
      const replyMs = polls.isSlow(afterMs);
      if (replyMs !== undefined)
        this.#parts.note(`${polls.device.id} answered after ${afterMs} ms; it is waited for ${replyMs} ms from now on`);
    }
  }

  #ended(why: string): void {
    this.#isUp(false, why);
    this.#wake();
  }

  #isUp(up: boolean, why: string): void {
    if (this.#stopped || this.#told === up) return;
    this.#told = up;
    this.#parts.tell({ on: "plant.bus", bus: this.#parts.bus.id, up, why });
  }

  #written({ id }: FieldbusCommand, written: Written): void {
    this.#parts.tell({ on: "written", id, ...written });
  }

  #sleep(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

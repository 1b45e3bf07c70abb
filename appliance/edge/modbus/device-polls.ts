import type { PlantDevice, PointRead } from "../../contract/plant.ts";
import { decodePoint, widthOf } from "../../core/plant/decode-point.ts";
import { isWorthTelling, type Told } from "../../core/plant/worth-telling.ts";
import type { BusAnswer, BusRequest } from "./bus-link.ts";
import type { FieldbusEvent } from "./fieldbus-config.ts";
import { type Block, planReads, splitBlock } from "./plan-reads.ts";

type Turn = { block: Block; dueMs: number };
export type Poll = { request: BusRequest; turn: Turn };

/** Unanswered requests in a row until a device counts as silent. */
const triesUntilSilent = 3;
const againMs = 500;
/** A silent device is tried seldom, ever more seldom: each try costs the others its waiting time. */
const silentWaitsMs = [5_000, 10_000, 20_000, 30_000, 60_000];
const refusedWaitMs = 60_000;
const mostReplyMs = 5_000;
/** Exceptions that pass (MAP V1.1b3, 7): acknowledge, busy, and a gateway that can't reach the device. */
const passing = new Set([5, 6, 10, 11]);
/** Illegal address or value: the block may be too long for it. */
const tooMuch = new Set([2, 3]);

/** When what of a device is read, and what of the answers is told. */
export class DevicePolls {
  readonly device: PlantDevice;
  readonly #told = new Map<string, Told>();
  readonly #turns: Turn[];
  #replyMs: number;
  #failures = 0;
  #silentTries = 0;
  #state: "unknown" | "up" | "silent" = "unknown";

  constructor(device: PlantDevice, nowMs: number) {
    this.device = device;
    this.#replyMs = device.replyMs;
    this.#turns = planReads(device.points).map((block) => ({ block, dueMs: nowMs }));
  }

  get isSilent(): boolean {
    return this.#state === "silent";
  }

  get replyMs(): number {
    return this.#replyMs;
  }

  nextDueMs(): number {
    return this.#turns.reduce((first, { dueMs }) => Math.min(first, dueMs), Number.POSITIVE_INFINITY);
  }

  /** What is due longest. */
  next(): Poll | undefined {
    const turn = this.#turns.reduce<Turn | undefined>((first, t) => (first && first.dueMs <= t.dueMs ? first : t), undefined);
    if (!turn) return undefined;
    const { fc, address, count } = turn.block;
    return { turn, request: { unit: this.device.unit, replyMs: this.#replyMs, fc, address, count } };
  }

  /** What came of a turn; returns what is to be told. */
  answered({ turn }: Poll, answer: BusAnswer, nowMs: number): FieldbusEvent[] {
    const { block } = turn;
    if (answer.ok) {
      turn.dueMs = nowMs + block.pollMs;
      return [...this.#heard(nowMs), ...this.#read(block, answer.values, nowMs)];
    }
    switch (answer.why) {
      case "closed":
      case "busy":
        turn.dueMs = nowMs + againMs;
        return [];
      case "unclear":
        turn.dueMs = nowMs + 1_000;
        return [];
      case "timeout":
        return this.#failed(turn, nowMs, "");
      case "refused":
        if (passing.has(answer.code)) return this.#failed(turn, nowMs, `exception ${answer.code}`);
        return [...this.#heard(nowMs), ...this.#refused(turn, answer.code, nowMs)];
    }
  }

  /** Told now, news or not: somebody has just written it. */
  tellNow(point: string, read: Omit<PointRead, "point">, nowMs: number): FieldbusEvent[] {
    this.#told.set(point, { ...read, atMs: nowMs });
    return [{ on: "plant.read", device: this.device.id, readings: [{ point, ...read }] }];
  }

  /** Its answer came after it was given up: from now on it is waited for longer. Returns how long, when that is new. */
  isSlow(afterMs: number): number | undefined {
    const wanted = Math.min(mostReplyMs, Math.ceil(afterMs * 1.5));
    if (wanted <= this.#replyMs) return undefined;
    this.#replyMs = wanted;
    return wanted;
  }

  /** The bus was away: nothing that was told before holds. */
  begin(nowMs: number): void {
    this.#told.clear();
    this.#state = "unknown";
    this.#failures = 0;
    this.#silentTries = 0;
    for (const turn of this.#turns) turn.dueMs = nowMs;
  }

  #heard(nowMs: number): FieldbusEvent[] {
    const was = this.#state;
    this.#failures = 0;
    this.#silentTries = 0;
    this.#state = "up";
    if (was === "up") return [];
    this.#told.clear();
    for (const turn of this.#turns) if (was === "silent") turn.dueMs = Math.min(turn.dueMs, nowMs);
    return [{ on: "plant.device", device: this.device.id, up: true, why: "" }];
  }

  #read(block: Block, values: readonly number[], nowMs: number): FieldbusEvent[] {
    const readings = block.points.map(({ point, at }) => ({
      point,
      read: decodePoint(point, values.slice(at, at + widthOf(point))),
    }));
    return this.#tell(readings, nowMs);
  }

  #refused(turn: Turn, code: number, nowMs: number): FieldbusEvent[] {
    const { block } = turn;
    const parts = tooMuch.has(code) ? splitBlock(block) : [];
    if (parts.length > 0) {
      this.#turns.splice(this.#turns.indexOf(turn), 1, ...parts.map((part) => ({ block: part, dueMs: nowMs })));
      return [];
    }
    turn.dueMs = nowMs + Math.max(refusedWaitMs, block.pollMs);
    return this.#tell(
      block.points.map(({ point }) => ({ point, read: { quality: "fault" as const } })),
      nowMs,
    );
  }

  #tell(read: { point: PlantDevice["points"][number]; read: Omit<PointRead, "point"> }[], nowMs: number): FieldbusEvent[] {
    const readings = read.flatMap(({ point, read: now }): PointRead[] => {
      if (!isWorthTelling(point, now, this.#told.get(point.id), nowMs)) return [];
      this.#told.set(point.id, { ...now, atMs: nowMs });
      return [{ point: point.id, ...now }];
    });
    return readings.length === 0 ? [] : [{ on: "plant.read", device: this.device.id, readings }];
  }

  #failed(turn: Turn, nowMs: number, why: string): FieldbusEvent[] {
    this.#failures++;
    turn.dueMs = nowMs + againMs;
    if (this.#failures < triesUntilSilent) return [];
    const waitMs = silentWaitsMs[Math.min(this.#silentTries++, silentWaitsMs.length - 1)]!;
    for (const t of this.#turns) t.dueMs = Math.max(t.dueMs, nowMs + waitMs);
    if (this.#state === "silent") return [];
    this.#state = "silent";
    return [{ on: "plant.device", device: this.device.id, up: false, why }];
  }
}

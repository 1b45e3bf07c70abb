import type { BoxEvent, PushEffect } from "../contract/effects.ts";
import type { RouteQuery } from "../contract/routes.ts";
import type { Settings } from "../contract/settings.ts";
import type { ShiftRow } from "../contract/shift.ts";
import { figureCatalogue } from "../core/reports/catalogue.ts";
import { figuresWithoutRows } from "../core/reports/figures-without-rows.ts";
import { type AgentBreak, nextBreaks } from "../core/shifts/breaks.ts";
import type { FiguresPort, ShiftsPort } from "../edge/http/figures-port.ts";
import type { LivePort } from "../edge/http/http-ports.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { FiguresWorker } from "./figures-worker.ts";
import { LiveWatch } from "./live-watch.ts";
import { countNights } from "./night-count.ts";
import { ShiftDesk } from "./shift-desk.ts";
import { Wall } from "./wall.ts";

const shiftsFreshMs = 30_000;
const breaksFreshMs = 1_000;
const aheadMs = 24 * 3_600_000;

export type FiguresParts = {
  /** The data folder. */
  dir: string;
  store: Store;
  settings: () => Settings;
  clock: Clock;
  live: () => Pick<LivePort, "state">;
  hear: (event: BoxEvent) => void;
  push: (effect: PushEffect) => void;
};

/** Figures, staffing, shifts and the watch over them: what reads rows and says something about them. */
export class FiguresPart {
  readonly port: FiguresPort;
  readonly shifts: ShiftsPort;
  readonly watch: LiveWatch;
  readonly #parts: FiguresParts;
  readonly #worker: FiguresWorker;
  readonly #stopNights: () => void;
  #breaks: { atMs: number; of: Map<string, AgentBreak> } | undefined;
  #known: { atMs: number; rows: ShiftRow[] } | undefined;

  constructor(parts: FiguresParts) {
    const { store, settings, clock } = parts;
    this.#parts = parts;
    const worker = new FiguresWorker({ dir: parts.dir, store, settings, clock });
    this.#worker = worker;
    const desk = new ShiftDesk(store, settings, clock, () => {
      this.#known = undefined;
      this.#breaks = undefined;
      for (const { id } of settings().agents) parts.push({ do: "push", topic: "agents", id });
    });
    const state = () => parts.live().state();
    const seen = { queues: () => state().queues, agents: () => state().agents };
    const wall = new Wall({ store, settings, clock, ...seen });
    this.port = {
      figures: async (question) => answerOf(await worker.ask({ ask: "figures", question })),
      csv: async (question, language) => answerOf(await worker.ask({ ask: "csv", question, language })),
      behind: async (question) => answerOf(await worker.ask({ ask: "behind", question })),
      wallboard: () => wall.board(),
      catalogue: () => ({ figures: [...figureCatalogue], withoutRows: [...figuresWithoutRows] }),
      staffing: async (question) => answerOf(await worker.ask({ ask: "staffing", question })),
    };
    const ask = (question: RouteQuery<"figures">) => worker.ask({ ask: "figures", question });
    this.#stopNights = countNights({ ask, timeZone: () => settings().site.timeZone, clock });
    this.shifts = desk;
    this.watch = new LiveWatch({
      store,
      settings,
      clock,
      ...seen,
      calls: () => state().calls,
      openAlarms: () => new Set(state().alarms.map((a) => `${a.code}|${a.subject}`)),
      shifts: () => this.#today(),
      hear: parts.hear,
      remind: (agent) => parts.push({ do: "push", topic: "agents", id: agent }),
    });
  }

  async stop(): Promise<void> {
    this.watch.stop();
    this.#stopNights();
    await this.#worker.stop();
  }

  /** The break an agent is at, or his next one within a day. */
  breakOf(agent: string): { fromMs: number; toMs: number; reason: string } | undefined {
    const nowMs = this.#parts.clock.nowMs();
    if (!this.#breaks || nowMs - this.#breaks.atMs >= breaksFreshMs)
      this.#breaks = { atMs: nowMs, of: nextBreaks(this.#today(), nowMs) };
    const found = this.#breaks.of.get(agent);
    return found && { fromMs: found.fromMs, toMs: found.toMs, reason: found.reason };
  }

  /** Shifts of now and the next day; read again after a change and twice a minute. */
  #today(): ShiftRow[] {
    const nowMs = this.#parts.clock.nowMs();
    if (!this.#known || nowMs - this.#known.atMs > shiftsFreshMs)
      this.#known = { atMs: nowMs, rows: this.#parts.store.shiftRows(nowMs - 60_000, nowMs + aheadMs) };
    return this.#known.rows;
  }
}

/** What the other thread said, as its port names it. */
const answerOf = <T>(answer: { bytes: Uint8Array } | { plain: unknown }): T => ("bytes" in answer ? answer : answer.plain) as T;

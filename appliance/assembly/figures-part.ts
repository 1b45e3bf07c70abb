import type { BoxEvent, PushEffect } from "../contract/effects.ts";
import type { Settings } from "../contract/settings.ts";
import type { ShiftRow } from "../contract/shift.ts";
import { figureCatalogue, figuresWithoutRows } from "../core/reports/catalogue.ts";
import { figuresCsv } from "../core/reports/figures-csv.ts";
import { type AgentBreak, nextBreaks } from "../core/shifts/breaks.ts";
import type { FiguresPort, ShiftsPort } from "../edge/http/figures-port.ts";
import type { LivePort } from "../edge/http/http-ports.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { FiguresDesk } from "./figures-desk.ts";
import { LiveWatch } from "./live-watch.ts";
import { ShiftCounter } from "./shift-counter.ts";
import { ShiftDesk } from "./shift-desk.ts";
import { StaffingDesk } from "./staffing-desk.ts";
import { Wall } from "./wall.ts";

const shiftsFreshMs = 30_000;
const breaksFreshMs = 1_000;
const aheadMs = 24 * 3_600_000;

export type FiguresParts = {
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
  #breaks: { atMs: number; of: Map<string, AgentBreak> } | undefined;
  #known: { atMs: number; rows: ShiftRow[] } | undefined;

  constructor(parts: FiguresParts) {
    const { store, settings, clock } = parts;
    this.#parts = parts;
    const counter = new ShiftCounter(store);
    const figures = new FiguresDesk(store, settings, clock, counter);
    const staffing = new StaffingDesk(store, settings, clock);
    const desk = new ShiftDesk(store, settings, clock, () => {
      this.#known = undefined;
      this.#breaks = undefined;
      for (const { id } of settings().agents) parts.push({ do: "push", topic: "agents", id });
    });
    const state = () => parts.live().state();
    const seen = { queues: () => state().queues, agents: () => state().agents };
    const wall = new Wall({ store, settings, clock, ...seen });
    this.port = {
      figures: (question) => figures.figures(question),
      behind: (question) => figures.behind(question),
      wallboard: () => wall.board(),
      catalogue: () => ({ figures: figureCatalogue, withoutRows: figuresWithoutRows }),
      csv: (report, language) => figuresCsv(report.rows, report.figures, nameIn(settings(), language), language),
      staffing: (question) => staffing.staffing(question),
    };
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

const nameIn =
  ({ queues, agents, trunks }: Settings, language: "zh" | "en") =>
  (key: string): string => {
    const queue = queues.find((q) => q.id === key)?.name;
    return (
      (queue && (queue[language] ?? queue.zh ?? queue.en)) ??
      agents.find((a) => a.id === key)?.name ??
      trunks.find((t) => t.id === key)?.name ??
      key
    );
  };

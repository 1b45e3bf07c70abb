import { defaultTargets } from "../contract/default-targets.ts";
import type { BoxEvent } from "../contract/effects.ts";
import type { LiveAgent, LiveCall, LiveQueue } from "../contract/live.ts";
import type { Settings } from "../contract/settings.ts";
import { defaultShifts, type ShiftRow } from "../contract/shift.ts";
import { figureValue } from "../core/reports/figure-value.ts";
import { liveAlerts } from "../core/reports/live-alerts.ts";
import { levelFormula } from "../core/reports/wallboard.ts";
import { breaksDue } from "../core/shifts/breaks.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { boundsFrom } from "./figures-desk.ts";

const everyMs = 5_000;
/** What was missed while the box was down is not done late. */
const longestGapMs = 60_000;

export type LiveWatchParts = {
  store: Pick<Store, "figureCounts">;
  settings: () => Settings;
  clock: Clock;
  queues: () => LiveQueue[];
  agents: () => LiveAgent[];
  calls: () => LiveCall[];
  openAlarms: () => ReadonlySet<string>;
  shifts: () => readonly ShiftRow[];
  hear: (event: BoxEvent) => void;
  /** An agent's break has begun: his page is to show it. */
  remind: (agent: string) => void;
};

/** Looks every few seconds for what the supervisor must know at once, and for breaks whose time has come. */
export class LiveWatch {
  readonly #parts: LiveWatchParts;
  #cancel: (() => void) | undefined;
  #lookedMs: number;

  constructor(parts: LiveWatchParts) {
    this.#parts = parts;
    this.#lookedMs = parts.clock.nowMs();
  }

  start(): void {
    const { clock } = this.#parts;
    this.#cancel = clock.at(clock.nowMs() + everyMs, () => {
      this.look();
      this.start();
    });
  }
  stop(): void {
    this.#cancel?.();
  }

  look(): void {
    const { clock, settings, hear, queues, agents, calls, openAlarms } = this.#parts;
    const nowMs = clock.nowMs();
    const { targets } = settings();
    const facts = { nowMs, queues: queues(), agents: agents(), calls: calls(), levels: this.#levels(nowMs), open: openAlarms() };
    for (const event of liveAlerts(facts, targets?.alerts)) hear(event);
    this.#breaks(nowMs);
    this.#lookedMs = nowMs;
  }

  #levels(nowMs: number): Map<string, { value: number; of: number }> {
    const { settings, store } = this.#parts;
    const document = settings();
    const alerts = document.targets?.alerts ?? defaultTargets.alerts;
    const levels = new Map<string, { value: number; of: number }>();
    if (alerts.serviceLevelBelow === undefined) return levels;
    const fromMs = nowMs - (alerts.serviceLevelMin ?? defaultTargets.alerts.serviceLevelMin) * 60_000;
    const formula = levelFormula(document.targets);
    const stretch = { fromMs, toMs: nowMs + 1, nowMs, by: "queue" as const, filter: {}, boundsOf: boundsFrom(document) };
    const source = formula.id === "of-offered-less-short-talks" ? "stay-talk" : "stay";
    for (const [queue, counts] of store.figureCounts({ source, ...stretch })) {
      const { value, under } = figureValue(formula, counts);
      if (value !== undefined && under !== undefined) levels.set(queue, { value, of: under });
    }
    return levels;
  }

  /** Set to his break after the call he is on: a wish made during a call waits for its end. Who is away already stays as he is. */
  #breaks(nowMs: number): void {
    const { settings, shifts, hear, agents, remind } = this.#parts;
    const sets = (settings().shifts?.atBreak ?? defaultShifts.atBreak) === "set";
    const states = new Map(agents().map((a) => [a.id, a.state]));
    for (const { agent, reason } of breaksDue(shifts(), Math.max(this.#lookedMs, nowMs - longestGapMs), nowMs)) {
      const state = states.get(agent);
      remind(agent);
      if (!sets) continue;
      if (state !== undefined && state !== "logged-out" && state !== "not-ready")
        hear({ on: "desk.notReady", agent, reason, by: "shift" });
    }
  }
}

import { defaultTargets } from "../contract/default-targets.ts";
import type { Counts, Wallboard } from "../contract/figures.ts";
import type { LiveAgent, LiveQueue } from "../contract/live.ts";
import type { Settings } from "../contract/settings.ts";
import { dayNumber } from "../core/calendar/civil-date.ts";
import { instantOf, localParts } from "../core/calendar/local-parts.ts";
import { addCounts } from "../core/reports/figure-value.ts";
import { cutRange, type Piece } from "../core/reports/pieces.ts";
import { bandAt, levelFormula, wallboardOf } from "../core/reports/wallboard.ts";
import type { FigureStretch } from "../edge/store/figure-reader.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import { boundsFrom } from "./figures-desk.ts";

const freshMs = 1_000;
/** No more than hangs there. */
const shownBases = [
  ...(["offered", "answered", "answeredInTime", "answeredInLimit", "abandoned", "shortAbandoned", "abandonedInTime"] as const),
  ...(["waiting", "undecided", "left", "waitAnsweredMs", "longestWaitMs", "callsIn"] as const),
  ...(["handled", "handledTalkMs", "handledHoldMs", "handledWrapMs"] as const),
  ...(["shortTalk", "shortTalkInTime", "offeredForTalk", "undecidedForTalk", "answeredInTimeForTalk"] as const),
];
const bandBases = ["offered", "answeredInTime", "shortAbandoned", "undecided"] as const;

export type WallParts = {
  store: Pick<Store, "figureCounts">;
  settings: () => Settings;
  clock: Clock;
  queues: () => LiveQueue[];
  agents: () => LiveAgent[];
};

/** The wallboard: worked out at most once a second, however many look at it. */
export class Wall {
  readonly #parts: WallParts;
  #shown: { atMs: number; board: Wallboard } | undefined;

  constructor(parts: WallParts) {
    this.#parts = parts;
  }

  board(): Wallboard {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    if (this.#shown && nowMs - this.#shown.atMs < freshMs) return this.#shown.board;
    const board = this.#made(nowMs);
    this.#shown = { atMs: nowMs, board };
    return board;
  }

  #made(nowMs: number): Wallboard {
    const { settings, queues, agents } = this.#parts;
    const document = settings();
    const { timeZone } = document.site;
    const { year, month, day } = localParts(timeZone, nowMs);
    const fromMs = instantOf(timeZone, dayNumber(year, month, day), 0);
    const { pieces } = cutRange({ fromMs, toMs: nowMs + 1 }, "hour-of-day", timeZone);
    const byQueue = new Map<string, Counts>();
    const hourly: Wallboard["hourly"] = [];
    const inBand: Counts = {};
    const bands = document.targets?.bands ?? defaultTargets.bands;
    const band = bandAt(bands, localParts(timeZone, nowMs).minuteOfDay);
    const withTalk = levelFormula(document.targets).id === "of-offered-less-short-talks";
    for (const piece of pieces) {
      const stays = this.#counts("stay", piece, nowMs, document);
      const sources = [stays, this.#counts("handling", piece, nowMs, document)];
      if (withTalk) sources.push(this.#counts("stay-talk", piece, nowMs, document));
      for (const source of sources)
        for (const [queue, counts] of source) byQueue.set(queue, addCounts(byQueue.get(queue) ?? {}, counts));
      const all: Counts = {};
      for (const counts of stays.values()) addCounts(all, counts);
      const callsIn = this.#counts("call", piece, nowMs, document, "all").get("")?.callsIn ?? 0;
      const known = hourly.find((h) => h.hour === piece.row);
      // The hour that comes twice when summer time ends is one hour of the day.
      if (known) {
        known.callsIn += callsIn;
        known.offered += all.offered ?? 0;
        known.answered += all.answered ?? 0;
      } else hourly.push({ hour: piece.row, callsIn, offered: all.offered ?? 0, answered: all.answered ?? 0 });
      if (band && bandAt(bands, localParts(timeZone, piece.fromMs).minuteOfDay)?.id === band.id)
        addCounts(inBand, this.#counts("stay", piece, nowMs, document, "all", band.answerSec).get("") ?? {});
    }
    return wallboardOf(document, nowMs, { byQueue, hourly, inBand }, queues(), agentsNow(agents()));
  }

  #counts(
    source: FigureStretch["source"],
    { fromMs, toMs }: Piece,
    nowMs: number,
    settings: Settings,
    by: "queue" | "all" = "queue",
    withinSec?: number,
  ): Map<string, Counts> {
    const boundsOf = boundsFrom(settings, withinSec);
    return this.#parts.store.figureCounts({
      source,
      fromMs,
      toMs,
      nowMs,
      ...(by === "queue" ? { by } : {}),
      bases: withinSec === undefined ? shownBases : bandBases,
      filter: source === "call" ? { direction: "in" } : {},
      boundsOf,
    });
  }
}

function agentsNow(agents: readonly LiveAgent[]): Wallboard["agents"] {
  const sum = { ready: 0, busy: 0, notReady: 0, loggedOut: 0 };
  for (const { state } of agents) {
    if (state === "ready") sum.ready++;
    else if (state === "not-ready") sum.notReady++;
    else if (state === "logged-out") sum.loggedOut++;
    else sum.busy++;
  }
  return sum;
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { FiguresDesk } from "../../../appliance/assembly/figures-desk.ts";
import { FiguresWorker } from "../../../appliance/assembly/figures-worker.ts";
import { ShiftCounter } from "../../../appliance/assembly/shift-counter.ts";
import { Wall } from "../../../appliance/assembly/wall.ts";
import type { StoreChange } from "../../../appliance/contract/records.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import { diceOf } from "../../../appliance/core/reports/dice.ts";
import { defaultSettings } from "../../../appliance/core/settings/default-settings.ts";
import { openStore } from "../../../appliance/edge/store/store.ts";
import type { AgentId, CallId, QueueId } from "../../../appliance/kit/ids.ts";

/**
 * A year of calls and what it costs to ask about it.
 * `node test/bench/figures/run.ts [days] [calls a day]`
 */
const days = Number(process.argv[2] ?? 365);
const callsPerDay = Number(process.argv[3] ?? 2_000);
const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 11, 31, 10);
const startMs = Date.UTC(2026, 11, 31, 16) - days * dayMs;
const queues = ["bills", "repairs", "complaints"] as QueueId[];
const agents = Array.from({ length: 8 }, (_, i) => `agent${i}` as AgentId);

const dir = mkdtempSync(join(tmpdir(), "linebox-bench-"));
const store = await openStore({ dir, hear: (problem) => console.log(problem) });
const dice = diceOf(1);
const clock = { nowMs: () => nowMs, at: () => () => undefined };
const settings = { ...defaultSettings("Bench", "en"), queues: [], agents: [] } as Settings;

let rows = 0;
const began = performance.now();
for (let day = 0; day < days; day++) {
  const changes: StoreChange[] = [];
  for (let n = 0; n < callsPerDay; n++) {
    const at = Math.round(startMs + day * dayMs + ((n + dice()) / callsPerDay) * dayMs);
    const id = `c${day}-${n}` as CallId;
    const queue = queues[n % queues.length]!;
    const agent = agents[n % agents.length]!;
    const waitMs = Math.round(dice() * 60_000);
    const answered = dice() < 0.9;
    const talk = { talkMs: Math.round(dice() * 240_000), holdMs: 0 };
    const fields = {
      line: `trunk${n % 2}`,
      caller: String(13_800_000_000 + Math.floor(dice() * 20_000)),
      called: "96100",
      language: "zh" as const,
    };
    changes.push({
      put: "call",
      row: {
        id,
        direction: n % 7 === 0 ? "out" : "in",
        ...fields,
        startedAtMs: at,
        answeredAtMs: at + 1_000,
        queue,
        ...(answered ? { connectedAtMs: at + waitMs, agent, ...talk } : {}),
        endedAtMs: at + waitMs + talk.talkMs,
        fields: [],
        legs: [],
      },
    });
    const left = { leftAtMs: at + waitMs, waitMs };
    changes.push({
      put: "queue",
      row: {
        call: id,
        queue,
        enteredAtMs: at,
        ...left,
        outcome: answered ? "answered" : "abandoned",
        ...(answered ? { agent } : {}),
      },
    });
    if (answered) {
      const handled = { offeredAtMs: at, talkFromMs: at + waitMs, doneAtMs: at + waitMs + talk.talkMs + 15_000, ringMs: 4_000 };
      changes.push({ put: "handling", row: { agent, call: id, queue, ...handled, ...talk, wrapMs: 15_000 } });
      changes.push({ put: "offer", row: { agent, call: id, queue, atMs: at + waitMs - 4_000, ringMs: 4_000, how: "answered" } });
    }
    for (const [i, state] of ["ready", "ringing", "talking", "wrap-up"].entries()) {
      const fromMs = at + i * 5_000;
      changes.push({ put: "agent-state", row: { agent, state, fromMs, toMs: fromMs + 5_000 } });
    }
  }
  rows += changes.length;
  for (let i = 0; i < changes.length; i += 1_000) store.put(changes.slice(i, i + 1_000));
  await store.flushed();
}
console.log(`${rows} rows of ${days} days written in ${((performance.now() - began) / 1_000).toFixed(1)} s`);

type Question = Parameters<FiguresDesk["figures"]>[0];
const questions: Record<string, Question> = {
  "one figure, all together": { figures: "serviceLevel" },
  "usual figures by day": { interval: "day" },
  "queue figures by day and queue": {
    interval: "day",
    by: "queue",
    figures: "offered,answered,serviceLevel,averageWait,handleTime",
  },
  "queue figures by hour of day": { interval: "hour-of-day", figures: "offered,answered,serviceLevel,averageWait" },
  "agents, all together": { by: "agent", figures: "handled,handleTime,offersMissed,occupancy,readyMs" },
  "first contact resolution": { figures: "firstContactResolution,csat" },
  "by line": { by: "line", figures: "offered,answered,serviceLevel,handleTime,callsIn" },
  "the formula that leaves out short talks": { figures: "serviceLevel:of-offered-less-short-talks" },
};
/** How late a thread comes to a moment it waits for: the 99th of a hundred, and the latest, in milliseconds. */
class Lateness {
  #seen: number[] = [];
  #at = performance.now();
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.#seen.push(Math.max(0, now - this.#at - 2));
    this.#at = now;
  }, 2);

  take(): { p99: number; most: number } {
    const seen = this.#seen.sort((x, y) => x - y);
    this.#seen = [];
    this.#at = performance.now();
    return { p99: seen[Math.floor(seen.length * 0.99)] ?? 0, most: seen.at(-1) ?? 0 };
  }
  stop(): void {
    clearInterval(this.#timer);
  }
}

const worker = new FiguresWorker({ dir, store, settings: () => settings, clock: { ...clock, nowMs: () => nowMs } });
const inOwn = (question: Question) => worker.ask({ ask: "figures", question });
const desk = new FiguresDesk(store, () => settings, clock, new ShiftCounter(store));
const range = (back: number): Question => ({ from: String(nowMs - back * dayMs), to: String(nowMs) });
const year: Question = { from: String(startMs), to: String(nowMs) };
const lateness = new Lateness();
const timed = async (work: () => Promise<unknown>): Promise<{ tookMs: number; p99: number; most: number }> => {
  lateness.take();
  const from = performance.now();
  await work();
  return { tookMs: performance.now() - from, ...lateness.take() };
};
const text = (ms: number): string => ms.toFixed(ms < 10 ? 1 : 0);

await inOwn({ from: String(nowMs - 1), to: String(nowMs) });
console.log("question: in this thread | own thread, first time | again (ms); this thread late at most by");
for (const [span, when] of [
  ["day", range(1)],
  ["week", range(7)],
  ["month", range(30)],
  ["year", year],
] as const)
  for (const [name, question] of Object.entries(questions)) {
    if (span !== "year" && name !== "usual figures by day") continue;
    const here = await timed(() => desk.figures({ ...when, ...question }));
    const own = await timed(() => inOwn({ ...when, ...question }));
    // What was counted is kept a moment later.
    await setTimeout(1_500);
    await store.flushed();
    const again = await timed(() => inOwn({ ...when, ...question }));
    console.log(
      `${span}, ${name}: ${text(here.tookMs)} | ${text(own.tookMs)} | ${text(again.tookMs)}; ${text(here.most)} | ${text(own.most)} | ${text(again.most)}`,
    );
  }

/** Fresh rows of the whole year, asked over and over, beside a thread that has other things to do. */
const busy = async (ask: (question: Question) => Promise<unknown>) =>
  timed(async () => {
    const until = performance.now() + 6_000;
    for (let n = 0; performance.now() < until; n++) await ask({ ...year, ...questions["agents, all together"], withinSec: n });
  });
const idle = await timed(() => setTimeout(6_000));
const own = await busy(inOwn);
const here = await busy((question) => desk.figures(question));
console.log(
  `this thread late by (99 of 100 / most): idle ${text(idle.p99)} / ${text(idle.most)} ms, a year's figures in their own thread ${text(own.p99)} / ${text(own.most)} ms, in this thread ${text(here.p99)} / ${text(here.most)} ms`,
);
lateness.stop();
await worker.stop();

const wall = new Wall({ store, settings: () => settings, clock, queues: () => [], agents: () => [] });
let now = nowMs;
clock.nowMs = () => now;
const turns = 50;
const cpu = process.cpuUsage();
for (let second = 0; second < turns; second++) {
  now += 1_000;
  for (let viewer = 0; viewer < 50; viewer++) JSON.stringify(wall.board());
}
const { user, system } = process.cpuUsage(cpu);
console.log(`wallboard, 50 viewers asking every second: ${((user + system) / 1_000 / turns / 10).toFixed(2)} % of a core`);
await store.close();
rmSync(dir, { recursive: true, force: true });

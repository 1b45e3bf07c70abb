import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import { FiguresDesk } from "../../../appliance/assembly/figures-desk.ts";
import { FiguresWorker } from "../../../appliance/assembly/figures-worker.ts";
import { ShiftCounter } from "../../../appliance/assembly/shift-counter.ts";
import { Wall } from "../../../appliance/assembly/wall.ts";
import { figureCatalogue } from "../../../appliance/core/reports/catalogue.ts";
import { databaseFile } from "../../../appliance/edge/store/open-database.ts";
import { openStore } from "../../../appliance/edge/store/store.ts";
import { fillYear, nowMs, yearSettings as settings, startOf } from "./year.ts";

/**
 * A year of a hotline of ten seats, and what it costs to ask about it.
 * `node test/bench/figures/run.ts [days] [calls a day]`
 */
const days = Number(process.argv[2] ?? 365);
const callsPerDay = Number(process.argv[3] ?? 500);
const dayMs = 86_400_000;
const startMs = startOf(days);

const dir = mkdtempSync(join(tmpdir(), "linebox-bench-"));
const store = await openStore({ dir, hear: (problem) => console.log(problem) });
const clock = { nowMs: () => nowMs, at: () => () => undefined };
const began = performance.now();
const rows = await fillYear(store, days, callsPerDay);
console.log(`${rows} rows of ${days} days written in ${((performance.now() - began) / 1_000).toFixed(1)} s`);

type Question = Parameters<FiguresDesk["figures"]>[0];
const questions: Record<string, Question> = {
  "one figure, all together": { figures: "serviceLevel" },
  "usual figures by day": { interval: "day" },
  "all figures by day": { interval: "day", figures: figureCatalogue.map(({ id }) => id).join() },
  "all figures by day and agent": { interval: "day", by: "agent", figures: figureCatalogue.map(({ id }) => id).join() },
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

/** Processor time, too: beside other work the clock says little. */
const cpuOf = async (name: string, work: () => unknown): Promise<number> => {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000;
  console.log(`${name}: ${text(performance.now() - from)} ms (${text(cpuMs)} ms of a processor)`);
  return cpuMs;
};
const usual: Question = { ...year, ...questions["all figures by day"] };
console.log("\nall figures of the year by day:");
const anewMs = await cpuOf("counted anew from rows", () => desk.figures(usual));
const keptMs = await cpuOf("kept days, thread already up", () => inOwn(usual));
console.log(`${(anewMs / keptMs).toFixed(1)} times less work`);
for (let n = 0; n < 3; n++)
  console.log(
    `kept days, after a cold start: ${execFileSync(process.execPath, [join(import.meta.dirname, "cold.ts"), dir, String(days)], { encoding: "utf8" }).trim()}`,
  );
const plain = new Database(databaseFile(dir), { readonly: true });
const byHand = plain.prepare<[number]>(
  `SELECT (entered_ms - ?) / ${dayMs} AS day, count(*), count(*) FILTER (WHERE outcome = 'answered'), count(*) FILTER (WHERE outcome = 'abandoned'),
    count(*) FILTER (WHERE outcome = 'answered' AND wait_ms <= 20000), avg(wait_ms) FILTER (WHERE outcome = 'answered') FROM queue_stay GROUP BY day`,
);
const few: Question = { ...year, interval: "day", figures: "offered,answered,abandoned,serviceLevel,averageWait" };
console.log("five figures of one kind of rows, of the year by day:");
await cpuOf("plain SQL over the rows", () => byHand.all(startMs));
const plainMs = await cpuOf("plain SQL once more", () => byHand.all(startMs));
await cpuOf("counted anew from rows", () => desk.figures(few));
console.log(`${(plainMs / (await cpuOf("kept days", () => inOwn(few)))).toFixed(1)} times less work than plain SQL\n`);
plain.close();

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

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FiguresDesk } from "../../../appliance/assembly/figures-desk.ts";
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
    const fields = { line: `trunk${n % 2}`, caller: String(13_800_000_000 + n), called: "96100", language: "zh" as const };
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

const desk = new FiguresDesk(store, () => settings, clock, new ShiftCounter(store));
const questions: Record<string, Parameters<FiguresDesk["figures"]>[0]> = {
  "one figure, all together": { figures: "serviceLevel" },
  "usual figures by day": { interval: "day" },
  "queue figures by day and queue": {
    interval: "day",
    by: "queue",
    figures: "offered,answered,serviceLevel,averageWait,handleTime",
  },
  "queue figures by hour of day": { interval: "hour-of-day", figures: "offered,answered,serviceLevel,averageWait" },
  "agents, all together": { by: "agent", figures: "handled,handleTime,offersMissed,occupancy,readyMs" },
  "by line": { by: "line", figures: "offered,answered,serviceLevel,handleTime,callsIn" },
  "the formula that leaves out short talks": { figures: "serviceLevel:of-offered-less-short-talks" },
};
/** The longest time during which nothing else could run. */
let longestMs = 0;
let ticked = performance.now();
const tick = setInterval(() => {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - ticked - 1);
  ticked = now;
}, 1);
for (const [name, question] of Object.entries(questions)) {
  longestMs = 0;
  ticked = performance.now();
  const from = performance.now();
  const cpu = process.cpuUsage();
  const answer = await desk.figures({ from: String(startMs), to: String(nowMs), ...question });
  const took = performance.now() - from;
  const size = "unanswered" in answer ? JSON.stringify(answer.unanswered) : `${answer.rows.length} rows`;
  const { user, system } = process.cpuUsage(cpu);
  const work = ((user + system) / 1_000).toFixed(0);
  console.log(`${name}: ${took.toFixed(0)} ms (${work} ms of work), others waited at most ${longestMs.toFixed(0)} ms (${size})`);
}
clearInterval(tick);

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

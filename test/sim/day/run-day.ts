import type { Settings } from "../../../appliance/contract/settings.ts";
import { must } from "../../../appliance/core/box/sim/must.ts";
import { dayPlan, hourMs } from "./day-plan.ts";
import { DayRules } from "./day-rules.ts";
import { daySettings } from "./day-settings.ts";
import { DayWorld } from "./day-world.ts";
import { Recount } from "./recount.ts";

/** Local midnight of a Monday in Shanghai. */
const midnightMs = Date.UTC(2026, 2, 2) - 8 * hourMs;
/** After the last call of the day everything comes to rest within five hours: the longest talk, and the longest a callback is owed. */
const restMs = 5 * hourMs;

export type DaySize = {
  seed: number;
  calls: number;
  agents: number;
  settings?: Settings;
  /** Moments after midnight at which the box fails, and for how long it is away. */
  crashes?: { atMs: number; downMs: number }[];
};

/** A whole day with its rules checked after everything that happens; throws at the first that is broken, with the seed. */
export function runDay({ seed, calls, agents, settings = daySettings(agents), crashes = [] }: DaySize): {
  day: DayWorld;
  recount: Recount;
} {
  const rules = new DayRules(settings);
  const plan = dayPlan(seed, midnightMs, { calls, agents });
  const recount = new Recount(midnightMs);
  const day = new DayWorld({
    plan,
    settings,
    watch(d) {
      recount.look(d);
      rules.check(d);
    },
  });
  for (const { atMs, downMs } of crashes) day.agenda.at(midnightMs + atMs, () => crash(day, downMs));
  try {
    day.run(midnightMs + 24 * hourMs + restMs);
    nothingLeft(day);
  } catch (error) {
    const at = new Date(day.nowMs).toISOString();
    throw new Error(`day ${seed} of ${calls} calls and ${agents} agents, ${at}: ${(error as Error).message}`, { cause: error });
  }
  return { day, recount };
}

/** Who was not on a call is, after the failure, what he was before it; who is to be called back still is. */
function crash(day: DayWorld, downMs: number): void {
  const { agents } = day.world.box.agents;
  const before = Object.values(agents).map(({ agent, state, reason }) => ({ agent, state, reason }));
  const due = callbacksDue(day);
  day.crash(downMs);
  for (const [id, placedAtMs] of due)
    must(callbacksDue(day).get(id) === placedAtMs, `callback ${id} is still due after the failure, in its place`);
  const onCall = ["ringing", "talking", "hold"];
  for (const { agent, state, reason } of before) {
    const now = day.world.box.agents.agents[agent];
    if (onCall.includes(state)) must(!onCall.includes(now?.state ?? ""), `${agent} is on no call after the failure`);
    else
      must(
        now?.state === state && now.reason === reason,
        `${agent} is ${state} after the failure as before it, not ${now?.state}`,
      );
  }
}

/** Callbacks still owed, with their places. */
const callbacksDue = ({ world }: DayWorld): Map<string, number> =>
  new Map(Object.values(world.box.queues.callbacks ?? {}).map(({ row }) => [row.id, row.placedAtMs]));

/** No agent and no caller is left in a state; nothing is open. */
function nothingLeft({ world, agenda }: DayWorld): void {
  const { box, rows, lines, media } = world;
  must(agenda.length === 0, "the day is over");
  must(Object.keys(box.calls.calls).length === 0, "no call is left");
  must(Object.keys(box.queues.entries).length === 0, "nobody waits");
  must(lines.all.length === 0 && media.openLegs === 0 && media.openRecordings === 0, "nothing is open at the edges");
  for (const { agent, state } of Object.values(box.agents.agents))
    must(state === "logged-out", `${agent} has gone home, not ${state}`);
  must(Object.keys(box.timers).length === 0, "no timer runs");
  for (const row of rows.calls.values()) must(row.endedAtMs !== undefined, `${row.id} has its end`);
  for (const row of rows.queue.values()) must(row.leftAtMs !== undefined, `${row.call} has left ${row.queue}`);
  for (const row of rows.recordings.values()) must(row.state !== "recording", `${row.id} is closed`);
}

import type { StoreChange } from "../../../appliance/contract/records.ts";
import type { Settings } from "../../../appliance/contract/settings.ts";
import type { ShiftRow } from "../../../appliance/contract/shift.ts";
import { diceOf } from "../../../appliance/core/reports/dice.ts";
import { defaultSettings } from "../../../appliance/core/settings/default-settings.ts";
import type { Store } from "../../../appliance/edge/store/store.ts";
import type { AgentId, CallId, QueueId } from "../../../appliance/kit/ids.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** The afternoon on which somebody asks about the year; the site's clock is eight hours ahead. */
export const nowMs = Date.UTC(2026, 11, 31, 10);
const queues = ["bills", "repairs", "complaints"] as QueueId[];
const agents = Array.from({ length: 10 }, (_, n) => `agent${n}` as AgentId);
const states = ["ringing", "talking", "hold", "wrap-up", "ready"] as const;
export const yearSettings = { ...defaultSettings("Bench", "en"), queues: [], agents: [] } as Settings;
/** Local midnight before the first day. */
export const startOf = (days: number): number => Date.UTC(2026, 11, 31, 16) - days * dayMs;

/** Rows of a hotline of ten seats, open from eight to eight: calls, waits, talks, scores, states and shifts. Returns how many there are. */
export async function fillYear(store: Store, days: number, callsPerDay: number): Promise<number> {
  const dice = diceOf(1);
  let rows = 0;
  for (let day = 0; day < days; day++) {
    const midnight = startOf(days) + day * dayMs;
    const changes = Array.from({ length: callsPerDay }, (_, n) => {
      const at = Math.round(midnight + (8 + (12 * (n + dice())) / callsPerDay) * 3_600_000);
      return callRows(`c${day}-${n}` as CallId, n, at, dice);
    }).flat();
    for (const agent of agents) changes.push(...dayOf(agent, midnight));
    rows += changes.length;
    for (let i = 0; i < changes.length; i += 1_000) store.put(changes.slice(i, i + 1_000));
    const add = agents.map((agent): ShiftRow => shiftOf(agent, midnight));
    await store.putShifts(add, [], "bench");
    rows += add.length;
    await store.flushed();
  }
  return rows;
}

/** One call in seven goes out; of the others one in ten gives up, one in five of the answered is held, one in ten asked how it was. */
function callRows(call: CallId, n: number, at: number, dice: () => number): StoreChange[] {
  const [queue, agent] = [queues[n % queues.length]!, agents[n % agents.length]!];
  const caller = String(13_800_000_000 + Math.floor(dice() * 20_000));
  const fields = { id: call, line: `trunk${n % 2}`, caller, called: "96100", language: "zh" as const, fields: [], legs: [] };
  const talkMs = Math.round(dice() * 240_000);
  if (n % 7 === 0) {
    const row = { ...fields, direction: "out" as const, startedAtMs: at, agent, connectedAtMs: at + 9_000, talkMs };
    return [{ put: "call", row: { ...row, endedAtMs: at + 9_000 + talkMs } }];
  }
  const waitMs = Math.round(dice() ** 2 * 60_000);
  const answered = dice() < 0.9;
  const holdMs = dice() < 0.2 ? 20_000 : 0;
  const talkFromMs = at + waitMs;
  const endedAtMs = answered ? talkFromMs + talkMs + holdMs : talkFromMs;
  const changes: StoreChange[] = [
    {
      put: "call",
      row: {
        ...fields,
        direction: "in",
        startedAtMs: at - 8_000,
        answeredAtMs: at - 7_000,
        queue,
        ...(answered ? { connectedAtMs: talkFromMs, agent, talkMs, holdMs } : {}),
        endedAtMs,
        endedBy: "caller",
      },
    },
    {
      put: "queue",
      row: {
        call,
        queue,
        enteredAtMs: at,
        leftAtMs: talkFromMs,
        waitMs,
        outcome: answered ? "answered" : "abandoned",
        ...(answered ? { agent } : {}),
      },
    },
  ];
  if (!answered) return changes;
  const wrapMs = 15_000;
  const handled = { offeredAtMs: at, talkFromMs, doneAtMs: endedAtMs + wrapMs, ringMs: 4_000 };
  changes.push({ put: "handling", row: { agent, call, queue, ...handled, talkMs, holdMs, wrapMs } });
  changes.push({ put: "offer", row: { agent, call, queue, atMs: talkFromMs - 4_000, ringMs: 4_000, how: "answered" } });
  let fromMs = talkFromMs - 4_000;
  for (const [i, lastsMs] of [4_000, talkMs, holdMs, wrapMs, minuteMs].entries()) {
    if (lastsMs === 0) continue;
    changes.push({ put: "agent-state", row: { agent, state: states[i]!, fromMs, toMs: fromMs + lastsMs } });
    fromMs += lastsMs;
  }
  if (dice() < 0.1) {
    const asked = { call, survey: "after", queue, agent, language: "zh" as const, atMs: endedAtMs };
    changes.push({ put: "score", row: { ...asked, question: "service", kind: "scale", value: 1 + Math.floor(dice() * 5) } });
    changes.push({ put: "score", row: { ...asked, question: "settled", kind: "closed", value: dice() < 0.8 ? 1 : 2 } });
  }
  return changes;
}

/** What of an agent's day is not a call. */
function dayOf(agent: AgentId, midnight: number): StoreChange[] {
  const at = (hour: number): number => midnight + hour * 60 * minuteMs;
  return [
    { put: "agent-state", row: { agent, state: "ready", fromMs: at(8) - minuteMs, toMs: at(8) } },
    { put: "agent-state", row: { agent, state: "not-ready", reason: "lunch", fromMs: at(12), toMs: at(13) } },
    { put: "agent-state", row: { agent, state: "ready", fromMs: at(13), toMs: at(13) + minuteMs } },
    { put: "agent-state", row: { agent, state: "logged-out", fromMs: at(20) } },
  ];
}

const shiftOf = (agent: AgentId, midnight: number): ShiftRow => ({
  agent,
  date: new Date(midnight + 8 * 3_600_000).toISOString().slice(0, 10),
  fromMs: midnight + 8 * 3_600_000,
  toMs: midnight + 20 * 3_600_000,
  breaks: [{ fromMs: midnight + 12 * 3_600_000, toMs: midnight + 13 * 3_600_000, reason: "lunch", paid: true }],
});

import type { AgentStateRow, CallRecord, QueueRow, RecordingRow, StoreChange } from "../../../appliance/contract/records.ts";
import type { ShiftRow } from "../../../appliance/contract/shift.ts";
import type { AgentId, CallId, QueueId, RecordingId } from "../../../appliance/kit/ids.ts";
import { type Dice, dice } from "./dice.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zoneMs = 8 * hourMs;
/** Calls an hour on a working day; the morning is the busy time. */
const perHour = [2, 1, 1, 1, 2, 4, 8, 18, 38, 46, 42, 30, 20, 30, 36, 34, 28, 22, 16, 12, 9, 6, 4, 3];
const hexDigits = "0123456789abcdef";

type Seat = { agent: string; freeMs: number; rows: AgentStateRow[]; fromMs: number; toMs: number; lunchMs: number };
export type Past = { changes: StoreChange[]; shifts: ShiftRow[]; recordings: RecordingRow[] };

/** Weeks of a small hotline as rows: calls, stays, rings, handling, agents' states, presence, shifts. Ends at `nowMs`. */
export function pastRows(agents: readonly string[], days: number, nowMs: number, seed: number): Past {
  const past: Past = { changes: [], shifts: [], recordings: [] };
  const chance = dice(seed);
  const today = Math.floor((nowMs + zoneMs) / dayMs) * dayMs - zoneMs;
  for (let back = days; back >= -7; back--) {
    const midnight = today - back * dayMs;
    const weekday = new Date(midnight + zoneMs).getUTCDay();
    const seats = plannedSeats(past, agents, midnight, weekday, nowMs, chance);
    if (midnight > nowMs) continue;
    calls(past, seats, midnight, weekday === 0 || weekday === 6 ? 0.4 : 1, nowMs, chance);
    for (const seat of seats) {
      for (const row of seat.rows) past.changes.push({ put: "agent-state", row });
    }
  }
  return past;
}

function plannedSeats(past: Past, agents: readonly string[], midnight: number, weekday: number, nowMs: number, chance: Dice) {
  const seats: Seat[] = [];
  for (const [i, agent] of agents.entries()) {
    if ((i + weekday) % 7 === 0) continue;
    const late = i % 3 === 2;
    const fromMs = midnight + (late ? 12 : 8) * hourMs;
    const toMs = midnight + (late ? 20.5 : 17) * hourMs;
    const lunchMs = fromMs + (late ? 5 : 3.5 + (i % 2) * 0.75) * hourMs;
    const breaks = [
      { fromMs: lunchMs, toMs: lunchMs + 45 * 60_000, reason: "lunch", paid: false },
      { fromMs: fromMs + 2 * hourMs, toMs: fromMs + 2 * hourMs + 15 * 60_000, reason: "break", paid: true },
    ].sort((a, b) => a.fromMs - b.fromMs);
    const date = new Date(midnight + zoneMs).toISOString().slice(0, 10);
    past.shifts.push({ agent, date, template: late ? "late" : "early", fromMs, toMs, breaks });
    const inMs = fromMs + chance.between(-8, chance.chance(0.12) ? 26 : 3) * 60_000;
    if (inMs > nowMs || chance.chance(0.03)) continue;
    const outMs = toMs + chance.between(chance.chance(0.08) ? -40 : -2, 9) * 60_000;
    past.changes.push({
      put: "presence",
      row: {
        agent: agent as AgentId,
        inAtMs: Math.round(inMs),
        inBy: "phone",
        ...(outMs < nowMs ? { outAtMs: Math.round(outMs) } : {}),
      },
    });
    const first = { agent: agent as AgentId, state: "ready", fromMs: Math.round(inMs) };
    seats.push({ agent, freeMs: Math.round(inMs), rows: [first], fromMs: Math.round(inMs), toMs: Math.round(outMs), lunchMs });
  }
  return seats;
}

function calls(past: Past, seats: Seat[], midnight: number, busy: number, nowMs: number, chance: Dice): void {
  let at = midnight;
  const end = Math.min(nowMs, midnight + dayMs);
  for (let n = 0; ; n++) {
    at = nextCall(at, midnight, busy, chance);
    if (at >= end) break;
    oneCall(past, seats, Math.round(at), `p${midnight.toString(36)}${n.toString(36)}`, nowMs, chance);
  }
  for (const seat of seats) {
    if (seat.toMs < nowMs && seat.freeMs < seat.toMs) moveTo(seat, "logged-out", seat.toMs);
  }
}

/** Hour by hour: a gap drawn at the night's rate would reach over the whole morning. */
function nextCall(afterMs: number, midnight: number, busy: number, chance: Dice): number {
  for (let at = afterMs; ; ) {
    const hour = Math.floor((at - midnight) / hourMs);
    const rate = perHour[hour];
    if (rate === undefined) return at;
    const next = at + (-Math.log(1 - chance.next()) * hourMs) / (rate * busy);
    const hourEnds = midnight + (hour + 1) * hourMs;
    if (next < hourEnds) return next;
    at = hourEnds;
  }
}

/** Closes the present state and opens the next. */
function moveTo(seat: Seat, state: string, atMs: number, reason?: string): void {
  const open = seat.rows.at(-1);
  if (open) open.toMs = atMs;
  seat.rows.push({ agent: seat.agent as AgentId, state, fromMs: atMs, ...(reason ? { reason } : {}) });
}

function oneCall(past: Past, seats: Seat[], at: number, id: string, nowMs: number, chance: Dice): void {
  const { changes } = past;
  const queue = chance.pick(["hotline", "hotline", "hotline", "repair", "repair", "complaint"]) as QueueId;
  const call: CallRecord = {
    id: id as CallId,
    direction: "in",
    line: chance.chance(0.8) ? "unicom" : "telecom",
    caller: `1${chance.pick(["38", "39", "58", "86"])}${chance.digits(8)}`,
    called: "96390",
    language: "zh",
    startedAtMs: at,
    answeredAtMs: at + 900,
    fields: [],
    legs: [],
  } as CallRecord;
  const enteredAtMs = at + Math.round(chance.between(12_000, 30_000));
  if (chance.chance(0.22) || enteredAtMs > nowMs) {
    changes.push({
      put: "call",
      row: { ...call, endedAtMs: Math.min(nowMs, enteredAtMs + 20_000), endReason: "flow-end", endedBy: "caller" },
    });
    return;
  }
  const patientMs = Math.round(-Math.log(1 - chance.next()) * 150_000);
  const there = seats.filter((s) => s.fromMs < enteredAtMs + patientMs && s.toMs > enteredAtMs);
  const seat = there.sort((a, b) => a.freeMs - b.freeMs)[0];
  const ringMs = Math.round(chance.between(2_000, 9_000));
  const turnMs = seat ? Math.max(enteredAtMs, seat.freeMs) : Number.POSITIVE_INFINITY;
  const stay: QueueRow = { call: id as CallId, queue, enteredAtMs };
  if (!seat || turnMs + ringMs - enteredAtMs > patientMs || turnMs + ringMs > nowMs) {
    const leftAtMs = enteredAtMs + Math.min(patientMs, 180_000);
    if (leftAtMs > nowMs) return;
    const outcome = chance.chance(0.1) ? "callback" : "abandoned";
    changes.push({ put: "queue", row: { ...stay, leftAtMs, outcome, waitMs: leftAtMs - enteredAtMs } });
    changes.push({
      put: "call",
      row: {
        ...call,
        queue,
        waitMs: leftAtMs - enteredAtMs,
        endedAtMs: leftAtMs,
        endReason: "abandoned",
        endedBy: "caller",
      } as CallRecord,
    });
    return;
  }
  const agent = seat.agent as AgentId;
  const talkFromMs = turnMs + ringMs;
  const talkMs = Math.round(chance.between(30_000, 110_000) * (chance.chance(0.15) ? 3.2 : 1));
  const holdMs = chance.chance(0.12) ? Math.round(chance.between(8_000, 70_000)) : 0;
  const wrapMs = Math.round(chance.between(8_000, 30_000));
  const endedAtMs = talkFromMs + talkMs + holdMs;
  const waitMs = talkFromMs - enteredAtMs;
  if (endedAtMs + wrapMs > nowMs) return;
  if (chance.chance(0.05))
    changes.push({ put: "offer", row: { agent, call: id as CallId, queue, atMs: turnMs - 1, ringMs: 0, how: "refused" } });
  changes.push(
    { put: "queue", row: { ...stay, leftAtMs: talkFromMs, outcome: "answered", agent, waitMs, ringMs } },
    { put: "offer", row: { agent, call: id as CallId, queue, atMs: turnMs, ringMs, how: "answered" } },
    {
      put: "handling",
      row: {
        agent,
        call: id as CallId,
        queue,
        offeredAtMs: enteredAtMs,
        talkFromMs,
        doneAtMs: endedAtMs + wrapMs,
        ringMs,
        talkMs,
        holdMs,
        wrapMs,
      },
    },
    {
      put: "call",
      row: {
        ...call,
        queue,
        agent,
        connectedAtMs: talkFromMs,
        endedAtMs,
        talkMs,
        holdMs,
        waitMs,
        endReason: "hangup",
        endedBy: chance.chance(0.6) ? "caller" : "agent",
      },
    },
  );
  if (turnMs > seat.freeMs || seat.rows.at(-1)?.state !== "ringing") moveTo(seat, "ringing", Math.max(turnMs, seat.freeMs));
  moveTo(seat, "talking", talkFromMs);
  if (holdMs > 0) moveTo(seat, "hold", talkFromMs + talkMs);
  moveTo(seat, "wrap-up", endedAtMs);
  seat.freeMs = endedAtMs + wrapMs;
  if (seat.freeMs > seat.lunchMs && seat.freeMs < seat.lunchMs + 40 * 60_000) {
    moveTo(seat, "not-ready", seat.freeMs, "lunch");
    seat.freeMs = seat.lunchMs + Math.round(chance.between(42, 50) * 60_000);
  }
  if (seat.freeMs < nowMs) moveTo(seat, "ready", seat.freeMs);
  if (nowMs - at < 9 * dayMs) past.recordings.push(recordingOf(call, endedAtMs, talkFromMs, chance));
}

function recordingOf(call: CallRecord, endedAtMs: number, talkFromMs: number, chance: Dice): RecordingRow {
  const startedAtMs = call.startedAtMs + 900;
  const durationMs = endedAtMs - startedAtMs;
  const from = talkFromMs - startedAtMs + Math.round(chance.between(5_000, 20_000));
  return {
    id: `r-${call.id}` as RecordingId,
    call: call.id,
    path: `recordings/${call.id}.wav`,
    kind: "call",
    startedAtMs,
    state: "complete",
    durationMs,
    bytes: durationMs * 16 + 58,
    sha256: Array.from({ length: 64 }, () => hexDigits[Math.floor(chance.next() * 16)]).join(""),
    ...(chance.chance(0.12) ? { gaps: [{ fromMs: from, toMs: from + 9_000, why: "key" as const, by: "agent" }] } : {}),
  };
}

import type { Database } from "better-sqlite3";
import type { AgentStateRow, PresenceRow } from "../../contract/records.ts";
import type { PresenceCorrection, ShiftRow } from "../../contract/shift.ts";
import type { AgentId } from "../../kit/ids.ts";
import type { Writer } from "./writer.ts";

const dayMs = 86_400_000;
/** No shift and no presence is looked for further back than this before the time asked about. */
const longestMs = 3 * dayMs;
const mostRows = 20_000;

type ShiftColumns = { agent: string; from_ms: number; date: string; template: string | null; to_ms: number; breaks: string };
type PresenceColumns = { agent: string; in_ms: number; in_by: string | null; out_ms: number | null; out_why: string | null };
type StateColumns = { agent: string; from_ms: number; state: string; reason: string | null; to_ms: number | null };

/** Plans of shifts and states, for adherence. All that overlaps the time asked about. */
export function shiftReader(db: Database) {
  const shifts = db.prepare<[number, number, number], ShiftColumns>(
    `SELECT * FROM shift WHERE from_ms > ? AND from_ms < ? AND to_ms > ? ORDER BY from_ms, agent LIMIT ${mostRows}`,
  );
  const stateBefore = db
    .prepare<[string, number], number>("SELECT max(from_ms) FROM agent_state WHERE agent = ? AND from_ms <= ?")
    .pluck();
  const states = db.prepare<[string, number, number], StateColumns>(
    `SELECT * FROM agent_state WHERE agent = ? AND from_ms >= ? AND from_ms < ? ORDER BY from_ms LIMIT ${mostRows}`,
  );
  return {
    shiftRows: (fromMs: number, toMs: number): ShiftRow[] =>
      shifts.all(fromMs - longestMs, toMs, fromMs).map((row) => ({
        agent: row.agent,
        date: row.date,
        ...(row.template === null ? {} : { template: row.template }),
        fromMs: row.from_ms,
        toMs: row.to_ms,
        breaks: JSON.parse(row.breaks) as ShiftRow["breaks"],
      })),
    statesOf: (agent: string, fromMs: number, toMs: number): AgentStateRow[] =>
      states.all(agent, stateBefore.get(agent, fromMs) ?? fromMs, toMs).map((row) => ({
        agent: row.agent as AgentId,
        state: row.state,
        ...(row.reason === null ? {} : { reason: row.reason }),
        fromMs: row.from_ms,
        ...(row.to_ms === null ? {} : { toMs: row.to_ms }),
      })),
  };
}

/** Plans of shifts, times of presence with their corrections, and states for adherence. All that overlaps the time asked about. */
export function shiftStore(db: Database, writer: Writer, nowMs: () => number) {
  const presences = db.prepare<[number, number, number], PresenceColumns>(
    `SELECT * FROM presence WHERE in_ms > ? AND in_ms < ? AND (out_ms IS NULL OR out_ms > ?) ORDER BY in_ms, agent LIMIT ${mostRows}`,
  );
  const corrections = db.prepare<[number, number, number, number], PresenceCorrection>(
    `SELECT agent, in_ms AS inAtMs, new_in_ms AS newInAtMs, new_out_ms AS newOutAtMs, why, by, at_ms AS atMs FROM presence_correction
     WHERE (in_ms > ? AND in_ms < ?) OR (new_in_ms > ? AND new_in_ms < ?) ORDER BY n LIMIT ${mostRows}`,
  );
  return {
    ...shiftReader(db),
    putShifts: async (add: ShiftRow[], drop: { agent: string; fromMs: number }[], by: string): Promise<void> =>
      void (await writer.ask({ op: "shifts.put", add, drop, by, atMs: nowMs() })),
    presenceRows: (fromMs: number, toMs: number): PresenceRow[] =>
      presences.all(fromMs - longestMs, toMs, fromMs).map((row) => ({
        agent: row.agent as AgentId,
        inAtMs: row.in_ms,
        ...(row.in_by === null ? {} : { inBy: row.in_by }),
        ...(row.out_ms === null ? {} : { outAtMs: row.out_ms }),
        ...(row.out_why === null ? {} : { outWhy: row.out_why }),
      })),
    /** Oldest first: of two for the same sign-in the later holds. */
    presenceCorrections: (fromMs: number, toMs: number): PresenceCorrection[] =>
      corrections.all(fromMs - longestMs, toMs, fromMs - longestMs, toMs).map(({ newOutAtMs, ...row }) => ({
        ...row,
        ...(newOutAtMs === null || newOutAtMs === undefined ? {} : { newOutAtMs }),
      })),
    correctPresence: async (correction: Omit<PresenceCorrection, "atMs">): Promise<void> =>
      void (await writer.ask({ op: "presence.correct", correction: { ...correction, atMs: nowMs() } })),
  };
}
export type ShiftStore = ReturnType<typeof shiftStore>;

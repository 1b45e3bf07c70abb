import type { Database } from "better-sqlite3";
import type { StoreChange } from "../../contract/records.ts";
import { exhaustive } from "../../kit/exhaustive.ts";

/** What a change is about: a later change with the same key makes an earlier one superfluous. */
export function changeKey(change: StoreChange): string {
  switch (change.put) {
    case "call":
    case "recording":
    case "alarm":
      return `${change.put} ${change.row.id}`;
    case "trace":
      return `trace ${change.row.call} ${change.row.n}`;
    case "agent-state":
      return `agent-state ${change.row.agent} ${change.row.fromMs} ${change.row.state}`;
    case "queue":
      return `queue ${change.row.queue} ${change.row.enteredAtMs} ${change.row.call}`;
    default:
      return exhaustive(change);
  }
}

const whole = (n: number | undefined): number | null => (n === undefined ? null : Math.round(n));
const upsert = (table: string, keys: string[], others: string[]): string => {
  const all = [...keys, ...others];
  const sets = others.map((c) => `${c} = excluded.${c}`).join(", ");
  return `INSERT INTO ${table} (${all.join(", ")}) VALUES (${all.map(() => "?").join(", ")}) ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${sets}`;
};

/** Writes changes as upserts: writing one again, as a replay does, leaves the same row. */
export function changeWriter(db: Database): (change: StoreChange) => void {
  const call = db.prepare(upsert("call", ["id"], ["started_ms", "caller", "queue", "agent", "doc"]));
  const trace = db.prepare(upsert("trace", ["call", "n"], ["doc"]));
  const recording = db.prepare(upsert("recording", ["id"], ["call", "started_ms", "state", "doc"]));
  const agentState = db.prepare(upsert("agent_state", ["agent", "from_ms", "state"], ["reason", "to_ms"]));
  const stay = db.prepare(
    upsert("queue_stay", ["queue", "entered_ms", "call"], ["left_ms", "outcome", "agent", "wait_ms", "ring_ms"]),
  );
  const alarm = db.prepare(
    upsert(
      "alarm",
      ["id"],
      ["code", "subject", "severity", "words_zh", "words_en", "raised_ms", "cleared_ms", "count", "acknowledged_by"],
    )
      // Who acknowledged it may be known here before the timeline hears of it.
      .replace("excluded.acknowledged_by", "coalesce(excluded.acknowledged_by, alarm.acknowledged_by)"),
  );
  return (change) => {
    switch (change.put) {
      case "call": {
        const { row } = change;
        call.run(row.id, whole(row.startedAtMs), row.caller, row.queue ?? null, row.agent ?? null, JSON.stringify(row));
        return;
      }
      case "trace":
        trace.run(change.row.call, change.row.n, JSON.stringify(change.row));
        return;
      case "recording": {
        const { row } = change;
        recording.run(row.id, row.call, whole(row.startedAtMs), row.state, JSON.stringify(row));
        return;
      }
      case "agent-state": {
        const { row } = change;
        agentState.run(row.agent, whole(row.fromMs), row.state, row.reason ?? null, whole(row.toMs));
        return;
      }
      case "queue": {
        const { row } = change;
        stay.run(
          row.queue,
          whole(row.enteredAtMs),
          row.call,
          whole(row.leftAtMs),
          row.outcome ?? null,
          row.agent ?? null,
          whole(row.waitMs),
          whole(row.ringMs),
        );
        return;
      }
      case "alarm": {
        const { row } = change;
        const { words } = row;
        alarm.run(
          row.id,
          row.code,
          row.subject,
          row.severity,
          words.zh,
          words.en,
          whole(row.raisedAtMs),
          whole(row.clearedAtMs),
          row.count,
          row.acknowledgedBy ?? null,
        );
        return;
      }
      default:
        exhaustive(change);
    }
  };
}

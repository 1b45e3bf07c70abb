import type { Database, Statement } from "better-sqlite3";
import type { StoreChange } from "../../contract/records.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { moreOf } from "./alarm-store.ts";
import { chainWriter } from "./chain-writer.ts";
import type { PendingChange } from "./writer-message.ts";

/** What a change is about: a later change with the same key makes an earlier one superfluous. */
function changeKey(change: StoreChange): string {
  switch (change.put) {
    case "call":
    case "recording":
    case "callback":
    case "alarm":
    case "alarm-note":
    case "message":
    case "item":
    case "bulletin":
    case "mail":
    case "text":
    case "doctor":
      return `${change.put} ${change.row.id}`;
    case "trace":
      return `trace ${change.row.call} ${change.row.n}`;
    case "agent-state":
      return `agent-state ${change.row.agent} ${change.row.fromMs} ${change.row.state}`;
    case "queue":
      return `queue ${change.row.queue} ${change.row.enteredAtMs} ${change.row.call}`;
    case "public-event":
      return `public-event ${change.row.seq}`;
    case "mqtt":
      return `mqtt ${change.row.n}`;
    case "handling":
      return `handling ${change.row.agent} ${change.row.call} ${change.row.talkFromMs}`;
    case "offer":
      return `offer ${change.row.queue} ${change.row.atMs} ${change.row.agent} ${change.row.call}`;
    case "greeting":
      return `greeting ${change.row.box}`;
    case "bulletin-reading":
      return `bulletin-reading ${change.row.bulletin} ${change.row.user}`;
    case "score":
      return `score ${change.row.call} ${change.row.question}`;
    case "plant-reading":
      return `plant-reading ${change.row.point} ${change.row.atMs}`;
    case "presence":
      // Its end does not repeat who logged him in: both are written.
      return `presence ${change.row.agent} ${change.row.inAtMs} ${change.row.outAtMs === undefined}`;
    default:
      return exhaustive(change);
  }
}

const whole = (n: number | undefined): number | null => (n === undefined ? null : Math.round(n));

/** What goes into the row's columns, in the order of its statement below. */
function changeValues(change: StoreChange): (string | number | null)[] {
  switch (change.put) {
    case "call": {
      const { row } = change;
      return [row.id, whole(row.startedAtMs), row.caller, row.queue ?? null, row.agent ?? null, JSON.stringify(row)];
    }
    case "trace":
      return [change.row.call, change.row.n, JSON.stringify(change.row)];
    case "recording": {
      const { row } = change;
      return [row.id, row.call, whole(row.startedAtMs), row.state, JSON.stringify(row)];
    }
    case "agent-state": {
      const { row } = change;
      return [row.agent, whole(row.fromMs), row.state, row.reason ?? null, whole(row.toMs)];
    }
    case "queue": {
      const { queue, enteredAtMs, call, leftAtMs, outcome, agent, waitMs, ringMs } = change.row;
      return [queue, whole(enteredAtMs), call, whole(leftAtMs), outcome ?? null, agent ?? null, whole(waitMs), whole(ringMs)];
    }
    case "public-event": {
      const { row } = change;
      return [row.seq, whole(row.atMs), row.type, JSON.stringify(row)];
    }
    case "mqtt": {
      const { n, topic, payload, retain, kind, madeAtMs } = change.row;
      return [n, topic, payload, retain ? 1 : 0, kind, whole(madeAtMs)];
    }
    case "handling": {
      const { agent, call, talkFromMs, queue, offeredAtMs, doneAtMs, ringMs, talkMs, holdMs, wrapMs } = change.row;
      return [agent, call, talkFromMs, queue ?? null, ...[offeredAtMs, doneAtMs, ringMs, talkMs, holdMs, wrapMs].map(whole)];
    }
    case "offer": {
      const { queue, atMs, agent, call, ringMs, how } = change.row;
      return [queue, whole(atMs), agent, call, whole(ringMs), how];
    }
    case "presence": {
      const { agent, inAtMs, inBy, outAtMs, outWhy } = change.row;
      return [agent, whole(inAtMs), inBy ?? null, whole(outAtMs), outWhy ?? null];
    }
    case "callback": {
      const { row } = change;
      return [row.id, whole(row.requestedAtMs), row.queue, row.number, row.state, JSON.stringify(row)];
    }
    case "message": {
      const { row } = change;
      return [row.id, row.box, row.call, whole(row.atMs), row.state, JSON.stringify(row)];
    }
    case "greeting":
      return [change.row.box, JSON.stringify(change.row)];
    case "item": {
      const { row } = change;
      return [row.id, row.kind, row.state, row.agent ?? null, row.call ?? null, whole(row.madeAtMs), JSON.stringify(row)];
    }
    case "bulletin": {
      const { row } = change;
      return [row.id, whole(row.sentAtMs), whole(row.withdrawnAtMs ?? row.untilMs), row.sentBy, JSON.stringify(row)];
    }
    case "bulletin-reading": {
      const { bulletin, user, agent, readAtMs, acknowledgedAtMs } = change.row;
      return [bulletin, user, agent ?? null, whole(readAtMs), whole(acknowledgedAtMs)];
    }
    case "score": {
      const { call, question, survey, kind, value, agent, queue, language, atMs } = change.row;
      return [call, question, survey, kind, value, agent ?? null, queue ?? null, language, whole(atMs)];
    }
    case "mail": {
      const { row } = change;
      return [row.id, whole(row.madeAtMs), row.state, whole(row.nextAtMs), JSON.stringify(row)];
    }
    case "text": {
      const { row } = change;
      return [row.id, row.direction, row.state, row.number, whole(row.atMs), row.by ?? null, JSON.stringify(row)];
    }
    case "doctor": {
      const { row } = change;
      return [row.id, row.line, whole(row.startedAtMs), JSON.stringify(row)];
    }
    case "plant-reading": {
      const { point, atMs, value, quality } = change.row;
      return [point, whole(atMs), value ?? null, quality];
    }
    case "alarm": {
      const { row } = change;
      const { zh, en } = row.words;
      const moments = [whole(row.raisedAtMs), whole(row.clearedAtMs)];
      return [
        row.id,
        row.code,
        row.subject,
        row.severity,
        zh,
        en,
        ...moments,
        row.count,
        moreOf(row),
        row.acknowledgedBy ?? null,
      ];
    }
    case "alarm-note": {
      const { row } = change;
      return [row.id, row.alarm, whole(row.atMs), JSON.stringify(row)];
    }
    default:
      return exhaustive(change);
  }
}

/** Ready to be handed to the writer: nothing of it changes with the state it came from. */
export const pendingChange = (change: StoreChange): PendingChange => ({
  key: changeKey(change),
  put: change.put,
  values: changeValues(change),
});

const upsert = (table: string, keys: string[], others: string[]): string => {
  const all = [...keys, ...others];
  const sets = others.map((c) => `${c} = excluded.${c}`).join(", ");
  return `INSERT INTO ${table} (${all.join(", ")}) VALUES (${all.map(() => "?").join(", ")}) ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${sets}`;
};

/** Writes changes as upserts: writing one again, as a replay does, leaves the same row. */
export function changeWriter(db: Database): (change: PendingChange) => void {
  const alarmColumns = ["code", "subject", "severity", "words_zh", "words_en", "raised_ms", "cleared_ms", "count", "more"];
  const statements: Record<StoreChange["put"], Statement> = {
    call: db.prepare(upsert("call", ["id"], ["started_ms", "caller", "queue", "agent", "doc"])),
    trace: db.prepare(upsert("trace", ["call", "n"], ["doc"])),
    recording: db.prepare(upsert("recording", ["id"], ["call", "started_ms", "state", "doc"])),
    "agent-state": db.prepare(upsert("agent_state", ["agent", "from_ms", "state"], ["reason", "to_ms"])),
    queue: db.prepare(
      upsert("queue_stay", ["queue", "entered_ms", "call"], ["left_ms", "outcome", "agent", "wait_ms", "ring_ms"]),
    ),
    "public-event": db.prepare(upsert("public_event", ["seq"], ["at_ms", "type", "doc"])),
    mqtt: db.prepare(upsert("mqtt_outbox", ["n"], ["topic", "payload", "retain", "kind", "made_ms"])),
    handling: db.prepare(
      upsert(
        "handling",
        ["agent", "call", "talk_from_ms"],
        ["queue", "offered_ms", "done_ms", "ring_ms", "talk_ms", "hold_ms", "wrap_ms"],
      ),
    ),
    offer: db.prepare(upsert("offer", ["queue", "at_ms", "agent", "call"], ["ring_ms", "how"])),
    presence: db.prepare(
      "INSERT INTO presence (agent, in_ms, in_by, out_ms, out_why) VALUES (?, ?, ?, ?, ?) ON CONFLICT (agent, in_ms) DO UPDATE SET in_by = coalesce(excluded.in_by, in_by), out_ms = coalesce(excluded.out_ms, out_ms), out_why = coalesce(excluded.out_why, out_why)",
    ),
    callback: db.prepare(upsert("callback", ["id"], ["requested_ms", "queue", "number", "state", "doc"])),
    message: db.prepare(upsert("message", ["id"], ["box", "call", "at_ms", "state", "doc"])),
    greeting: db.prepare(upsert("greeting", ["box"], ["doc"])),
    item: db.prepare(upsert("item", ["id"], ["kind", "state", "agent", "call", "made_ms", "doc"])),
    bulletin: db.prepare(upsert("bulletin", ["id"], ["sent_ms", "until_ms", "sent_by", "doc"])),
    "bulletin-reading": db.prepare(upsert("bulletin_reading", ["bulletin", "user"], ["agent", "read_ms", "acknowledged_ms"])),
    score: db.prepare(upsert("score", ["call", "question"], ["survey", "kind", "value", "agent", "queue", "language", "at_ms"])),
    text: db.prepare(upsert("text", ["id"], ["direction", "state", "number", "at_ms", "by", "doc"])),
    doctor: db.prepare(upsert("doctor_report", ["id"], ["line", "started_ms", "doc"])),
    "plant-reading": db.prepare(upsert("plant_reading", ["point", "at_ms"], ["value", "quality"])),
    // Written again by a replay it may have been sent already: what became of it stays.
    mail: db.prepare("INSERT INTO mail (id, made_ms, state, next_ms, doc) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"),
    "alarm-note": db.prepare(upsert("alarm_note", ["id"], ["alarm", "at_ms", "doc"])),
    alarm: db.prepare(
      upsert("alarm", ["id"], [...alarmColumns, "acknowledged_by"])
        // Who acknowledged it may be known here before the timeline hears of it.
        .replace("excluded.acknowledged_by", "coalesce(excluded.acknowledged_by, alarm.acknowledged_by)"),
    ),
  };
  const chain = chainWriter(db);
  return ({ put, values }) => {
    statements[put].run(values);
    if (put === "recording") chain.rowWritten(String(values.at(-1)));
  };
}

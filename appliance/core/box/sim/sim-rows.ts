import type { CallbackRow } from "../../../contract/callback.ts";
import type { ItemRow } from "../../../contract/items.ts";
import type { MailRow } from "../../../contract/mail.ts";
import type {
  AgentStateRow,
  CallRecord,
  HandlingRow,
  OfferRow,
  PresenceRow,
  QueueRow,
  RecordingRow,
  StoreChange,
  TraceEntry,
} from "../../../contract/records.ts";
import type { ScoreRow } from "../../../contract/survey.ts";
import type { GreetingRow, MessageRow } from "../../../contract/voicemail.ts";
import { must } from "./must.ts";

/** The rows as they stand, and what must hold of them at every moment. */
export class SimRows {
  readonly calls = new Map<string, CallRecord>();
  readonly queue = new Map<string, QueueRow>();
  readonly callbacks = new Map<string, CallbackRow>();
  readonly recordings = new Map<string, RecordingRow>();
  readonly agents = new Map<string, AgentStateRow>();
  readonly handling = new Map<string, HandlingRow>();
  readonly offers: OfferRow[] = [];
  readonly presence = new Map<string, PresenceRow>();
  readonly traces: TraceEntry[] = [];
  readonly messages = new Map<string, MessageRow>();
  readonly greetings: GreetingRow[] = [];
  readonly items = new Map<string, ItemRow>();
  readonly scores: ScoreRow[] = [];
  readonly mails = new Map<string, MailRow>();

  put(change: StoreChange): void {
    switch (change.put) {
      case "call": {
        const { row } = change;
        const before = this.calls.get(row.id);
        must(!before?.endReason || before.endReason === row.endReason, `call ${row.id} ends once`);
        this.calls.set(row.id, row);
        return;
      }
      case "queue": {
        const { row } = change;
        const key = `${row.call} ${row.queue} ${row.enteredAtMs}`;
        must(this.queue.get(key)?.leftAtMs === undefined, `${key} leaves once`);
        must((row.leftAtMs ?? row.enteredAtMs) >= row.enteredAtMs, `${key} leaves after it has entered`);
        this.queue.set(key, row);
        return;
      }
      case "recording": {
        const { row } = change;
        const before = this.recordings.get(row.id);
        must(!before || before.state === "recording", `recording ${row.id} ends once`);
        this.recordings.set(row.id, row);
        return;
      }
      case "agent-state":
        this.agents.set(`${change.row.agent} ${change.row.fromMs} ${change.row.state}`, change.row);
        return;
      case "trace":
        must(change.row.words.en !== "" && change.row.words.zh !== "", "every line of a journey is told in both languages");
        this.traces.push(change.row);
        return;
      case "handling": {
        const { row } = change;
        const key = `${row.agent} ${row.call} ${row.talkFromMs}`;
        const before = this.handling.get(key);
        // Handed on and back within a moment, he begins twice at the same time.
        must(!before || before.talkMs + before.holdMs === 0, `${key} is handled once`);
        must(row.ringMs >= 0 && row.talkMs >= 0 && row.holdMs >= 0 && row.wrapMs >= 0, `${key} took time`);
        this.handling.set(key, row);
        return;
      }
      case "offer":
        this.offers.push(change.row);
        return;
      case "presence":
        this.presence.set(`${change.row.agent} ${change.row.inAtMs}`, change.row);
        return;
      case "callback": {
        const { row } = change;
        const before = this.callbacks.get(row.id);
        must(before?.endedAtMs === undefined, `callback ${row.id} ends once`);
        const moved = !["caller", "overflow", "failure", "box"].includes(row.by ?? "");
        must(
          moved || (before?.placedAtMs ?? row.placedAtMs) >= row.placedAtMs,
          `callback ${row.id} keeps its place unless it is moved`,
        );
        this.callbacks.set(row.id, row);
        return;
      }
      case "message":
        this.messages.set(change.row.id, change.row);
        return;
      case "greeting":
        this.greetings.push(change.row);
        return;
      case "item":
        must(change.row.words.en !== "" && change.row.words.zh !== "", "every item is told in both languages");
        this.items.set(change.row.id, change.row);
        return;
      case "score": {
        const { call, question } = change.row;
        must(!this.scores.some((s) => s.call === call && s.question === question), `${call} answers ${question} once`);
        this.scores.push(change.row);
        return;
      }
      case "mail":
        must(!this.mails.has(change.row.id), `mail ${change.row.id} is written once`);
        this.mails.set(change.row.id, change.row);
        return;
      case "alarm":
        return;
    }
  }

  stay(call: string): QueueRow[] {
    return [...this.queue.values()].filter((row) => row.call === call);
  }
  recordingsOf(call: string): RecordingRow[] {
    return [...this.recordings.values()].filter((row) => row.call === call);
  }
  /** One agent's states in order, as "state" or "state (reason)". */
  statesOf(agent: string): AgentStateRow[] {
    return [...this.agents.values()].filter((row) => row.agent === agent).sort((a, b) => a.fromMs - b.fromMs);
  }
}

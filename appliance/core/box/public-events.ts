import type { BoxEvent, Stamped } from "../../contract/effects.ts";
import type { PublicEvent, PublicEventBody } from "../../contract/public-event.ts";
import type { AlarmRow, CallRecord, StoreChange } from "../../contract/records.ts";
import type { TextRow } from "../../contract/texts.ts";

/** What other programs are told of one event, taken from the rows it changes: the same journal gives the same events with the same ids. */
export function publicEvents({ seq, atMs, event }: Stamped, changes: readonly StoreChange[]): PublicEvent[] {
  const told = new Map<string, PublicEventBody>();
  for (const change of changes) {
    const body = bodyOf(change, event, atMs);
    // A row kept twice in one step is one event, with what it says at last.
    if (body) told.set(`${body.type} ${subjectOf(body)}`, body);
  }
  return [...told.values()].map((body, n) => ({ id: `${seq}-${n}`, seq: seq * perStep + n, atMs, ...body }));
}

/** Room for the events of one step between two sequence numbers. */
const perStep = 1_000;

function subjectOf(body: PublicEventBody): string {
  if ("text" in body) return body.text;
  if ("recording" in body) return body.recording;
  if ("call" in body) return body.call;
  return "agent" in body ? body.agent : body.alarm;
}

function bodyOf(change: StoreChange, event: BoxEvent, atMs: number): PublicEventBody | undefined {
  switch (change.put) {
    case "call":
      return callEvent(change.row, event, atMs);
    case "queue": {
      const { call, queue, enteredAtMs, leftAtMs, outcome, waitMs = 0, agent } = change.row;
      if (leftAtMs === undefined) return enteredAtMs === atMs ? { type: "call.queued", call, queue } : undefined;
      return { type: "call.left-queue", call, queue, outcome: outcome ?? "", waitMs, ...(agent ? { agent } : {}) };
    }
    case "agent-state": {
      const { agent, state, reason, toMs } = change.row;
      return toMs === undefined ? { type: "agent.state", agent, state, ...(reason ? { reason } : {}) } : undefined;
    }
    case "recording": {
      const { id, call, kind, state, durationMs = 0, sha256 = "" } = change.row;
      return state === "complete" && event.on === "media.recorded"
        ? { type: "recording.completed", recording: id, call, kind, durationMs, sha256 }
        : undefined;
    }
    case "text":
      return change.news ? textEvent(change.row) : undefined;
    case "alarm":
      return alarmEvent(change.row, atMs);
    default:
      return undefined;
  }
}

function callEvent(row: CallRecord, event: BoxEvent, atMs: number): PublicEventBody | undefined {
  const { id, direction, line, caller, called, queue, agent, waitMs, talkMs, holdMs } = row;
  const facts = { call: id, direction, line, caller, called, ...(queue ? { queue } : {}), ...(agent ? { agent } : {}) };
  const waited = waitMs === undefined ? {} : { waitMs };
  // What a failure ended is told when the box is back.
  if (row.endedAtMs !== undefined)
    return (row.endedAtMs === atMs && !lastWords.has(event.on)) || event.on === "box.started"
      ? {
          type: "call.ended",
          ...facts,
          startedAtMs: row.startedAtMs,
          reason: row.endReason ?? "fault",
          endedBy: row.endedBy ?? "box",
          ...waited,
          ...(talkMs === undefined ? {} : { talkMs }),
          ...(holdMs === undefined ? {} : { holdMs }),
          fields: Object.fromEntries(row.fields.filter((f) => !f.sensitive).map((f) => [f.name, f.value])),
        }
      : undefined;
  if (row.connectedAtMs === atMs) return { type: "call.connected", ...facts, ...waited };
  return row.startedAtMs === atMs && !goesOn(event, id) ? { type: "call.started", ...facts } : undefined;
}

/** Figures and recordings come after the end, of which was told already. */
const lastWords: ReadonlySet<string> = new Set<BoxEvent["on"]>(["media.closed", "media.recorded", "media.recordFailed"]);

/** Something happens to a call that is there already, perhaps within the millisecond it began in. */
function goesOn(event: BoxEvent, call: string): boolean {
  if (event.on === "line.ringing") return false;
  const about = "leg" in event ? event.leg : "request" in event ? event.request : "recording" in event ? event.recording : "";
  return /^[^/:-]+/.exec(about)?.[0] === call;
}

function textEvent({ id: text, direction, state, number, line, text: content }: TextRow): PublicEventBody {
  const out = state === "sent" || state === "delivered" ? (`text.${state}` as const) : "text.failed";
  return { type: direction === "in" ? "text.received" : out, text, state, number, ...(line ? { line } : {}), content };
}

function alarmEvent(row: AlarmRow, atMs: number): PublicEventBody | undefined {
  const { id, code, subject, severity, words, clearedAtMs, count, raisedAtMs, acknowledgedBy } = row;
  const body = { alarm: id, code, subject, severity, words };
  if (clearedAtMs !== undefined) return { type: "alarm.cleared", ...body };
  // Raised again while it stands, acknowledged or put aside: no news.
  return count === 1 && raisedAtMs === atMs && acknowledgedBy === undefined ? { type: "alarm.raised", ...body } : undefined;
}

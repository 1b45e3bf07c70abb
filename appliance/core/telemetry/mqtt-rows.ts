import type { AlarmNote } from "../../contract/alarm-row.ts";
import type { Stamped } from "../../contract/effects.ts";
import type { MqttRow, MqttSettings, MqttSubject } from "../../contract/mqtt.ts";
import { mqttSubjects } from "../../contract/mqtt.ts";
import type { PublicEvent } from "../../contract/public-event.ts";
import type { AlarmRow, StoreChange } from "../../contract/records.ts";

/** How many there are at this moment; nobody's name or number. */
export type CallGauges = { calls: number; talking: number; waiting: number; agentsIn: number; agentsReady: number };
/** A value of plant or host as it is told. */
export type TelemetryValue = {
  id: string;
  value?: number | string;
  quality?: string;
  unit?: string;
  /** Smaller changes are not told. */
  deadband?: number;
};

/** What of the box's state messages are made of, after the step. */
export type TelemetryFacts = {
  stamped: Stamped;
  changes: readonly StoreChange[];
  told: readonly PublicEvent[];
  openAlarms: readonly AlarmRow[];
  gauges(): CallGauges;
  lines(): { id: string; state: string; text: string }[];
  plant(): TelemetryValue[];
  host(): TelemetryValue[];
};

/** What each topic said last: a state is told when it is another. Begun anew after a start, so that everything is told once. */
export type TelemetryMemory = Map<string, string>;

/** Room for the messages of one step between two sequence numbers. */
const perStep = 1_000;
/** Ids come from people; a topic level bears no wildcard and no separator (MQTT 5.0 4.7.1). */
export const topicLevel = (id: string): string => id.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, 60) || "_";

/** Messages that one step of the timeline gives rise to, in their order. */
export function mqttRows(facts: TelemetryFacts, settings: MqttSettings, memory: TelemetryMemory): MqttRow[] {
  const { stamped } = facts;
  const tells = new Set<MqttSubject>(settings.tell ?? mqttSubjects);
  const rows: MqttRow[] = [];
  const add = (kind: MqttRow["kind"], topic: string, body: object): void => {
    if (rows.length >= perStep) return;
    const n = stamped.seq * perStep + rows.length;
    // A receiver that gets a message twice (QoS 1) knows it by its number.
    const payload = JSON.stringify({ n, atMs: stamped.atMs, ...body });
    rows.push({ n, topic, payload, retain: kind === "state", kind, madeAtMs: stamped.atMs });
  };
  const state = (topic: string, body: object): void => {
    const says = JSON.stringify(body);
    if (memory.get(topic) === says) return;
    memory.set(topic, says);
    add("state", topic, body);
  };
  if (tells.has("alarms")) {
    for (const body of alarmBodies(facts.changes)) add("event", "alarms/event", body);
    state("alarms/open", openBody(facts.openAlarms));
  }
  if (tells.has("lines")) for (const { id, ...line } of facts.lines()) state(`lines/${topicLevel(id)}`, { line: id, ...line });
  if (tells.has("calls")) {
    state("calls", facts.gauges());
    if (settings.callEvents)
      for (const event of facts.told) callEvent(event, settings.callEvents, (b) => add("event", "calls/event", b));
  }
  const values = (under: "plant" | "host", list: TelemetryValue[]): void => {
    for (const { deadband = 0, ...value } of list) {
      const topic = `${under}/${topicLevel(value.id)}`;
      if (!withinDeadband(memory.get(topic), value, deadband)) state(topic, value);
    }
  };
  if (tells.has("plant")) values("plant", facts.plant());
  if (tells.has("host")) values("host", facts.host());
  return rows;
}

function withinDeadband(last: string | undefined, now: TelemetryValue, deadband: number): boolean {
  if (last === undefined || now.value === undefined || typeof now.value === "string") return false;
  const told = JSON.parse(last) as TelemetryValue;
  return told.quality === now.quality && typeof told.value === "number" && Math.abs(told.value - now.value) < deadband;
}

/** What happens to an alarm that others are told of; who was called about it stays in the box. A repeat while it stands is no news. */
const alarmChanges: readonly AlarmNote["kind"][] = ["raised", "acknowledged", "cleared", "shelved", "unshelved"];

/** By the lines of the alarms' histories: they say what was done, whoever did it (a key, a text, the console). */
function alarmBodies(changes: readonly StoreChange[]): object[] {
  const rows = new Map<string, AlarmRow>();
  return changes.flatMap((made) => {
    if (made.put === "alarm") rows.set(made.row.id, made.row);
    const row = made.put === "alarm-note" && alarmChanges.includes(made.row.kind) ? rows.get(made.row.alarm) : undefined;
    if (!row || made.put !== "alarm-note") return [];
    const { id, code, subject, severity, words, acknowledgedBy } = row;
    return [{ change: made.row.kind, id, code, subject, severity, words, ...(acknowledgedBy ? { acknowledgedBy } : {}) }];
  });
}

const ranks: readonly AlarmRow["severity"][] = ["info", "warning", "error", "critical"];

function openBody(open: readonly AlarmRow[]): object {
  const worst = ranks[Math.max(-1, ...open.map((a) => ranks.indexOf(a.severity)))];
  return {
    open: open.length,
    unacknowledged: open.filter((a) => !a.acknowledgedBy).length,
    worst: worst ?? "none",
  };
}

/** Facts of a call that say nobody's number unless that is wanted. */
function callEvent(event: PublicEvent, how: "without-numbers" | "with-numbers", tell: (body: object) => void): void {
  if (!event.type.startsWith("call.")) return;
  const { id, seq: _seq, atMs: _at, ...body } = event;
  if (how === "with-numbers") return tell({ id, ...body });
  const { caller: _caller, called: _called, fields: _fields, ...rest }: Record<string, unknown> = body;
  tell({ id, ...rest });
}

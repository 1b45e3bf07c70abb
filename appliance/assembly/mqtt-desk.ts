import type { BoxEvent, Stamped } from "../contract/effects.ts";
import { hostKind } from "../contract/host.ts";
import { defaultMqttKeepMost, type MqttLink } from "../contract/mqtt.ts";
import { isPlantEvent, pointIdOf } from "../contract/plant.ts";
import type { PublicEvent } from "../contract/public-event.ts";
import type { StoreChange } from "../contract/records.ts";
import type { Settings } from "../contract/settings.ts";
import type { BoxState } from "../core/box/box-state.ts";
import { outsideLines } from "../core/lines/outside-lines.ts";
import { introduction } from "../core/telemetry/introduction.ts";
import { type CallGauges, mqttRows, type TelemetryMemory, type TelemetryValue } from "../core/telemetry/mqtt-rows.ts";
import { MqttEdge } from "../edge/mqtt/mqtt-edge.ts";
import type { Store } from "../edge/store/store.ts";
import type { Clock } from "../runtime/clock.ts";
import type { AlarmBoard } from "./found-alarms.ts";

export type MqttDeskParts = {
  store: Store;
  clock: Clock;
  version: string;
  /** After the last step. */
  state(): BoxState;
  hear(event: BoxEvent): void;
} & AlarmBoard;

/** The outbox is looked over after so many messages. */
const trimEvery = 100;
const lost = "mqtt-lost";

/** Joins the timeline, the outbox and the broker. */
export class MqttDesk {
  readonly #parts: MqttDeskParts;
  readonly #edge: MqttEdge;
  readonly #memory: TelemetryMemory = new Map();
  #settings: Settings["mqtt"];
  #known: Settings | undefined;
  #sinceTrim = 0;
  #dropped = 0;

  constructor(parts: MqttDeskParts) {
    this.#parts = parts;
    const { store, clock } = parts;
    this.#edge = new MqttEdge({
      clock,
      secret: (id) => store.secret("mqtt", id),
      flushed: () => store.flushed(),
      rows: (afterN, limit) => store.mqttRows(afterN, limit),
      waiting: () => store.mqttWaiting(),
      drop: (ns) => store.dropMqtt(ns),
      introduction: (settings) => {
        const { site, trunks, lines = [] } = this.#known ?? this.#parts.state().settings;
        const named = [...trunks, ...lines].map(({ id, name }) => ({ id, name }));
        return introduction(settings, {
          site: site.name,
          version: parts.version,
          language: site.language,
          lines: named,
          points: this.#points(),
        });
      },
      command: (topic, payload) => this.#command(topic, payload),
      fault: parts.raise,
      mended: parts.clear,
    });
  }

  /** Messages of this step, to be stored with it. */
  rows(stamped: Stamped, changes: readonly StoreChange[], told: readonly PublicEvent[]): StoreChange[] {
    if (!this.#settings) return [];
    const box = this.#parts.state();
    const all = this.#memory.size === 0 || stamped.event.on === "settings.applied";
    const facts = {
      stamped,
      changes,
      told,
      openAlarms: Object.values(box.alarms),
      gauges: () => gaugesOf(box),
      lines: () =>
        outsideLines(box.settings).flatMap(({ id }) => {
          const line = box.lines.lines[id];
          return line ? [{ id, state: line.state, text: line.text }] : [];
        }),
      plant: () => (all || isPlantEvent(stamped.event) ? plantValues(box) : []),
      host: () => (all || stamped.event.on === "host.measured" ? hostValues(box) : []),
    };
    const rows = mqttRows(facts, this.#settings, this.#memory);
    this.#sinceTrim += rows.length;
    return rows.map((row) => ({ put: "mqtt", row }));
  }

  /** What `rows` made was handed to the store. */
  stored(changes: readonly StoreChange[]): void {
    if (changes.length === 0) return;
    this.#edge.wake();
    if (this.#sinceTrim >= trimEvery) void this.#trim(this.#settings?.keepMost ?? defaultMqttKeepMost);
  }

  /** To be called before the step that takes them into force. */
  configure(settings: Settings): void {
    const { mqtt } = settings;
    this.#known = settings;
    const wanted = mqtt?.enabled ? mqtt : undefined;
    if (JSON.stringify(wanted) !== JSON.stringify(this.#settings)) this.#memory.clear();
    this.#settings = wanted;
    // What was meant for a broker that is no longer there is nobody's.
    const { store } = this.#parts;
    if (!wanted && store.mqttWaiting().count > 0) void store.trimMqtt(0).catch(() => {});
    this.#edge.configure(wanted);
    this.#edge.introduce();
  }

  link(): MqttLink {
    return this.#edge.link(this.#dropped);
  }

  stop(): Promise<void> {
    return this.#edge.stop();
  }

  #points(): { id: string; name: string; unit?: string }[] {
    const { plant, settings } = this.#parts.state();
    const { language } = settings.site;
    return (plant?.devices ?? []).flatMap((device) =>
      device.points.map(({ id, name, unit }) => ({
        id: pointIdOf(device.id, id),
        name: `${device.name} ${name[language] ?? name.en ?? name.zh ?? id}`,
        ...(unit ? { unit } : {}),
      })),
    );
  }

  async #trim(most: number): Promise<void> {
    this.#sinceTrim = 0;
    const gone = await this.#parts.store.trimMqtt(most).catch(() => 0);
    if (gone > 0) {
      this.#dropped += gone;
      this.#parts.raise(lost, "broker", `${this.#dropped}`);
    } else if (this.#dropped > 0 && this.#edge.link(0).state === "up") this.#parts.clear(lost, "broker");
  }

  /** The only one there is, and only where the settings allow it. Whatever else comes is left alone. */
  #command(topic: string, payload: string): void {
    if (topic !== "command/acknowledge" || !this.#settings?.commands?.acknowledge) return;
    const id = alarmIn(payload);
    const open = Object.values(this.#parts.state().alarms).find((alarm) => alarm.id === id);
    if (open) this.#parts.hear({ on: "alarm.acknowledged", id: open.id, by: "mqtt" });
  }
}

/** `{"alarm": "…"}`, or the bare id. */
function alarmIn(payload: string): string | undefined {
  if (!payload.startsWith("{")) return payload.trim();
  try {
    const { alarm } = JSON.parse(payload) as { alarm?: unknown };
    return typeof alarm === "string" ? alarm : undefined;
  } catch {
    return undefined;
  }
}

function plantValues({ plant }: BoxState): TelemetryValue[] {
  return (plant?.devices ?? []).flatMap((device) =>
    device.points.flatMap(({ id, unit, deadband }): TelemetryValue[] => {
      const point = pointIdOf(device.id, id);
      const reading = plant!.readings[point];
      if (!reading) return [];
      const { value, quality } = reading;
      const known = value === undefined ? {} : { value };
      return [{ id: point, ...known, quality, ...(unit ? { unit } : {}), ...(deadband ? { deadband } : {}) }];
    }),
  );
}

const hostValues = ({ host }: BoxState): TelemetryValue[] =>
  (host?.readings ?? []).map(({ id, kind, value, text }) => {
    const { unit, deadband } = hostKind(kind);
    const says = value === undefined ? (text === undefined ? {} : { value: text }) : { value };
    return { id, ...says, ...(unit ? { unit } : {}), deadband };
  });

function gaugesOf({ calls, queues, agents }: BoxState): CallGauges {
  const seats = Object.values(agents.agents);
  return {
    calls: Object.keys(calls.calls).length,
    talking: seats.filter(({ state }) => state === "talking" || state === "hold").length,
    waiting: Object.keys(queues.entries).length,
    agentsIn: seats.filter(({ state }) => state !== "logged-out").length,
    agentsReady: seats.filter(({ state }) => state === "ready").length,
  };
}

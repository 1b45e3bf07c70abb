import { defaultMqttTopic, type MqttLink, type MqttRow, type MqttSettings } from "../../contract/mqtt.ts";
import { type Trouble, troubleWords } from "../../contract/trouble.ts";
import type { Sentence } from "../../contract/words.ts";
import type { Clock } from "../../runtime/clock.ts";
import { BrokerLink, type LinkEnd, type MqttVersion } from "./broker-link.ts";

export type MqttEdgeParts = {
  clock: Clock;
  secret(id: "password" | "key"): string | undefined;
  /** Resolves when what was handed over for keeping before is kept. */
  flushed(): Promise<void>;
  /** Oldest first. */
  rows(afterN: number, limit: number): MqttRow[];
  waiting(): { count: number; oldestMs?: number };
  /** These are with the broker, or never will be. */
  drop(ns: number[]): Promise<void>;
  /** Kept messages that say what the box has, sent at each connection: full topics. */
  introduction(settings: MqttSettings): { topic: string; payload: string }[];
  /** `topic` without the prefix. */
  command(topic: string, payload: string): void;
  /** The link has been away for a while, or is back. */
  fault(code: "mqtt-down" | "mqtt-refused", subject: string, detail: string | Sentence): void;
  mended(code: "mqtt-down" | "mqtt-refused", subject: string): void;
};

const waitsMs = [1_000, 2_000, 5_000, 10_000, 30_000];
/** A broker that restarts is no alarm. */
const alarmAfterMs = 30_000;
/** So often the connection ended with the same message first in line: the broker won't have it. */
const mostStrikes = 6;
const carefulAfter = 3;

/**
 * Hands messages to the broker in the order they were made, each kept until the broker has said that it has it (QoS 1). When the connection
 * ends, everything that was not acknowledged is sent again: a receiver may get a message twice, and knows it by its number `n`.
 */
export class MqttEdge {
  readonly #parts: MqttEdgeParts;
  #settings: MqttSettings | undefined;
  #secrets = "";
  #link: BrokerLink | undefined;
  #up = false;
  #downSinceMs = 0;
  #sinceMs = 0;
  #why: string | undefined;
  #trouble: Trouble | undefined;
  #version: MqttVersion = "5";
  #failures = 0;
  #cancel: (() => void) | undefined;
  #cancelAlarm: (() => void) | undefined;
  /** Handed to this connection and not acknowledged; and what is acknowledged while its row is still there. */
  #underWay = new Set<number>();
  readonly #done = new Set<number>();
  #dropping = false;
  #after = 0;
  #strikes = { n: 0, times: 0 };
  #looking = false;
  #lookAgain = false;
  #sent = 0;
  #refused = 0;
  #stopped = false;

  constructor(parts: MqttEdgeParts) {
    this.#parts = parts;
  }

  configure(settings: MqttSettings | undefined): void {
    const wanted = settings?.enabled ? settings : undefined;
    const { secret, mended } = this.#parts;
    const secrets = JSON.stringify([secret("password"), secret("key")]);
    if (JSON.stringify(wanted) === JSON.stringify(this.#settings) && secrets === this.#secrets) return;
    this.#secrets = secrets;
    this.#settings = wanted;
    const old = this.#link;
    this.#forget();
    this.#failures = 0;
    this.#version = wanted?.version === "3.1.1" ? "3.1.1" : "5";
    this.#downSinceMs = this.#sinceMs = this.#parts.clock.nowMs();
    this.#why = undefined;
    this.#trouble = undefined;
    void (old?.stop() ?? Promise.resolve()).then(() => {
      if (wanted && wanted === this.#settings && !this.#stopped) this.#connect();
    });
    this.#cancelAlarm?.();
    if (wanted) this.#watch();
    else mended("mqtt-down", "broker");
  }

  /** Rows were handed to the store. */
  wake(): void {
    this.#lookAgain = true;
    if (this.#looking || !this.#up) return;
    this.#looking = true;
    void this.#look();
  }

  link(dropped: number): MqttLink {
    const { count, oldestMs } = this.#parts.waiting();
    const state = !this.#settings ? "off" : this.#up ? "up" : this.#failures > 0 ? "down" : "connecting";
    return {
      state,
      sinceMs: this.#sinceMs,
      ...(this.#up ? { version: this.#version } : {}),
      ...(this.#why === undefined || this.#up ? {} : { why: this.#why }),
      waiting: count,
      ...(oldestMs === undefined ? {} : { oldestMs }),
      sent: this.#sent,
      refused: this.#refused,
      dropped,
    };
  }

  /** What the box has may have changed: it is said again. */
  introduce(): void {
    const [link, settings] = [this.#link, this.#settings];
    if (!link || !settings || !this.#up) return;
    for (const message of this.#parts.introduction(settings)) void link.send({ ...message, retain: true });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelAlarm?.();
    const link = this.#link;
    this.#forget();
    await link?.stop();
  }

  #prefix(): string {
    return this.#settings?.topic ?? defaultMqttTopic;
  }

  #forget(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#link = undefined;
    this.#up = false;
    this.#underWay.clear();
  }

  #connect(): void {
    const settings = this.#settings!;
    const { secret } = this.#parts;
    const prefix = this.#prefix();
    const home = settings.homeAssistant ? [`${settings.homeAssistant.prefix}/status`] : [];
    const link: BrokerLink = new BrokerLink({
      settings,
      version: this.#version,
      prefix,
      password: secret("password"),
      key: secret("key"),
      topics: [...(settings.commands?.acknowledge ? [`${prefix}/command/acknowledge`] : []), ...home],
      up: () => {
        if (link === this.#link) this.#opened();
      },
      heard: (topic, payload) => {
        if (home.includes(topic)) return payload === "online" ? this.introduce() : undefined;
        if (topic.startsWith(`${prefix}/command/`)) this.#parts.command(topic.slice(prefix.length + 1), payload);
      },
      ended: (end) => {
        if (link === this.#link) this.#ended(end);
      },
    });
    this.#link = link;
  }

  #opened(): void {
    this.#up = true;
    this.#failures = 0;
    this.#after = 0;
    this.#sinceMs = this.#parts.clock.nowMs();
    this.#cancelAlarm?.();
    this.#parts.mended("mqtt-down", "broker");
    this.introduce();
    this.wake();
  }

  #ended({ why, trouble, unknownVersion, greeted }: LinkEnd): void {
    const { clock } = this.#parts;
    const wasUp = this.#up;
    const first = Math.min(...this.#underWay);
    if (greeted && Number.isFinite(first)) this.#strike(first);
    this.#forget();
    this.#why = why;
    this.#trouble = trouble;
    if (wasUp) {
      this.#sinceMs = this.#downSinceMs = clock.nowMs();
      this.#watch();
    }
    const other = this.#settings?.version === undefined || this.#settings.version === "auto";
    const waitMs = waitsMs[Math.min(this.#failures, waitsMs.length - 1)]!;
    this.#failures++;
    // The other version is tried before any waiting, but not for ever without it.
    const turn = other && unknownVersion && !wasUp;
    if (turn) this.#version = this.#version === "5" ? "3.1.1" : "5";
    if (this.#settings && !this.#stopped)
      this.#cancel = clock.at(clock.nowMs() + (turn && this.#version === "3.1.1" ? 0 : waitMs), () => this.#connect());
  }

  /** A broker that closes the connection at a message it doesn't want must not keep all others back. */
  #strike(n: number): void {
    const times = this.#strikes.n === n ? this.#strikes.times + 1 : 1;
    this.#strikes = { n, times };
    if (times < mostStrikes) return;
    this.#strikes = { n: 0, times: 0 };
    this.#settle(n, "refused", troubleWords({ code: "message" }));
  }

  #watch(): void {
    const { clock, fault } = this.#parts;
    this.#cancelAlarm?.();
    this.#cancelAlarm = clock.at(this.#downSinceMs + alarmAfterMs, () => {
      if (!this.#up && this.#settings) fault("mqtt-down", "broker", this.#trouble ? troubleWords(this.#trouble) : "");
    });
  }

  async #look(): Promise<void> {
    while (this.#lookAgain && this.#up) {
      this.#lookAgain = false;
      await this.#parts.flushed().catch(() => {});
      this.#send();
    }
    this.#looking = false;
  }

  #send(): void {
    const link = this.#link;
    if (!link || !this.#up) return;
    const window = this.#strikes.times >= carefulAfter ? 1 : link.window;
    const room = window - this.#underWay.size;
    if (room <= 0) return;
    for (const row of this.#parts.rows(this.#after, room)) {
      this.#after = row.n;
      if (this.#done.has(row.n)) continue;
      this.#underWay.add(row.n);
      void link.send({ ...row, topic: `${this.#prefix()}/${row.topic}` }).then((how) => {
        if (link !== this.#link) return;
        this.#underWay.delete(row.n);
        this.#settle(row.n, how, row.topic);
        this.wake();
      });
    }
  }

  #settle(n: number, how: "taken" | "refused", about: string | Sentence): void {
    if (how === "taken") {
      this.#sent++;
      if (this.#strikes.n === n) this.#strikes = { n: 0, times: 0 };
    } else {
      this.#refused++;
      this.#parts.fault("mqtt-refused", "broker", about);
    }
    this.#done.add(n);
    if (!this.#dropping) void this.#drop();
  }

  async #drop(): Promise<void> {
    this.#dropping = true;
    while (this.#done.size > 0) {
      const ns = [...this.#done];
      try {
        await this.#parts.drop(ns);
      } catch {
        // The store can't be written now; the next one tries them again.
        break;
      }
      for (const n of ns) this.#done.delete(n);
    }
    this.#dropping = false;
  }
}

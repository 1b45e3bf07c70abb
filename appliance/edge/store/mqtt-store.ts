import type { Database } from "better-sqlite3";
import type { MqttRow } from "../../contract/mqtt.ts";
import type { WriteResult } from "./write-op.ts";
import type { Writer } from "./writer.ts";

type Columns = { n: number; topic: string; payload: string; retain: number; kind: string; made_ms: number };

/** Messages for the broker that wait. */
export function mqttStore(db: Database, writer: Writer) {
  const after = db.prepare<[number, number], Columns>("SELECT * FROM mqtt_outbox WHERE n > ? ORDER BY n LIMIT ?");
  const waiting = db.prepare<[], { count: number; oldest: number | null }>(
    "SELECT count(*) AS count, (SELECT made_ms FROM mqtt_outbox ORDER BY n LIMIT 1) AS oldest FROM mqtt_outbox",
  );
  return {
    mqttRows: (afterN: number, limit: number): MqttRow[] =>
      after.all(afterN, limit).map(({ n, topic, payload, retain, kind, made_ms }) => ({
        n,
        topic,
        payload,
        retain: retain === 1,
        kind: kind as MqttRow["kind"],
        madeAtMs: made_ms,
      })),
    mqttWaiting(): { count: number; oldestMs?: number } {
      const { count = 0, oldest = null } = waiting.get() ?? {};
      return { count, ...(oldest === null ? {} : { oldestMs: oldest }) };
    },
    dropMqtt: async (ns: number[]): Promise<void> => void (await writer.ask({ op: "mqtt.drop", ns })),
    /** Lets go what is beyond `most`; resolves with how many that were. */
    trimMqtt: (most: number): Promise<number> => writer.ask({ op: "mqtt.trim", most }),
  };
}
export type MqttStore = ReturnType<typeof mqttStore>;

/** What goes first when there are too many: states that were overtaken, then other states, then events; the oldest of each. */
const spareFirst =
  "(kind = 'state' AND EXISTS (SELECT 1 FROM mqtt_outbox o WHERE o.topic = m.topic AND o.n > m.n)) DESC, kind = 'state' DESC, n";

export function mqttOps(db: Database) {
  const drop = db.prepare("DELETE FROM mqtt_outbox WHERE n = ?");
  const count = db.prepare<[], number>("SELECT count(*) FROM mqtt_outbox").pluck();
  const trim = db.prepare(
    `DELETE FROM mqtt_outbox WHERE n IN (SELECT n FROM mqtt_outbox m ORDER BY ${spareFirst} LIMIT max(0, ?))`,
  );
  return {
    drop(ns: readonly number[]): WriteResult {
      for (const n of ns) drop.run(n);
      return { done: 0 };
    },
    trim(most: number): WriteResult {
      const beyond = (count.get() ?? 0) - most;
      return { done: beyond > 0 ? trim.run(beyond).changes : 0 };
    },
  };
}

import type { Database } from "better-sqlite3";
import type { PublicEvent, WebhookDelivery } from "../../contract/public-event.ts";
import type { Writer } from "./writer.ts";

type LogColumns = {
  hook: string;
  event: string;
  type: string;
  at_ms: number;
  attempt: number;
  outcome: string;
  status: number | null;
  text: string;
};

/** Public events and how far each webhook has heard. */
export function eventStore(db: Database, writer: Writer) {
  const after = db.prepare<[number, number], { doc: string }>("SELECT doc FROM public_event WHERE seq > ? ORDER BY seq LIMIT ?");
  const ends = db.prepare<[], { first: number | null; last: number | null }>(
    "SELECT (SELECT min(seq) FROM public_event) AS first, (SELECT max(seq) FROM public_event) AS last",
  );
  const behind = db.prepare<[number], number>("SELECT count(*) FROM public_event WHERE seq > ?").pluck();
  const hook = db.prepare<[string], { seq: number; delivered_ms: number | null }>(
    "SELECT seq, delivered_ms FROM webhook WHERE id = ?",
  );
  const log = db.prepare<[string, number], LogColumns>("SELECT * FROM webhook_log WHERE hook = ? ORDER BY n DESC LIMIT ?");
  return {
    publicEvents: (afterSeq: number, limit: number): PublicEvent[] =>
      after.all(afterSeq, limit).map(({ doc }) => JSON.parse(doc) as PublicEvent),
    /** Sequence numbers of the oldest and the newest that are kept; undefined while there are none. */
    publicEventEnds(): { first: number; last: number } | undefined {
      const { first, last } = ends.get() ?? { first: null, last: null };
      return first === null || last === null ? undefined : { first, last };
    },
    publicEventsAfter: (seq: number): number => behind.get(seq) ?? 0,
    webhookCursor(id: string): { seq: number; deliveredAtMs?: number } | undefined {
      const row = hook.get(id);
      return row && { seq: row.seq, ...(row.delivered_ms === null ? {} : { deliveredAtMs: row.delivered_ms }) };
    },
    /** Moves a hook on and keeps what became of the POST, in one transaction. */
    keepDelivery: async (delivery: WebhookDelivery, cursor?: number): Promise<void> =>
      void (await writer.ask({ op: "webhook.log", delivery, ...(cursor === undefined ? {} : { cursor }) })),
    moveWebhook: async (id: string, seq: number): Promise<void> => void (await writer.ask({ op: "webhook.move", id, seq })),
    dropPublicEventsBefore: async (beforeMs: number): Promise<void> => void (await writer.ask({ op: "events.purge", beforeMs })),
    webhookLog: (id: string, limit: number): WebhookDelivery[] =>
      log.all(id, limit).map(({ at_ms, status, outcome, ...row }) => ({
        hook: row.hook,
        event: row.event,
        type: row.type,
        atMs: at_ms,
        attempt: row.attempt,
        outcome: outcome as WebhookDelivery["outcome"],
        ...(status === null ? {} : { status }),
        text: row.text,
      })),
  };
}
export type EventStore = ReturnType<typeof eventStore>;

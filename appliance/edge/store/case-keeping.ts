import type { Database } from "better-sqlite3";
import type { AlarmNote } from "../../contract/alarm-row.ts";
import type { CallbackRow } from "../../contract/callback.ts";
import type { ItemRow } from "../../contract/items.ts";
import type { MessageRow } from "../../contract/voicemail.ts";
import {
  type CallerAlarm,
  callerAlarms,
  emptiedCallback,
  emptiedItem,
  emptiedMessage,
  emptiedNote,
} from "../../core/recordings/emptied-cases.ts";
import type { WriteResult } from "./write-op.ts";
import type { Writer } from "./writer.ts";

/** Of each kind so many in one step, that what is written meanwhile doesn't wait. */
const atOnce = 200;

type Bounds = { before: number };
type Found = { id: string; doc: string };

/** The call has all of itself still: it is young, held, or can be heard. */
const wholeCall = (id: string): string =>
  `EXISTS (SELECT 1 FROM call c WHERE c.id = ${id} AND c.doc ->> '$.emptiedAtMs' IS NULL)`;

const closedItems = `SELECT i.id, i.doc, (SELECT code FROM alarm a WHERE a.id = i.doc ->> '$.alarm') AS alarm
  FROM item i INDEXED BY item_not_emptied WHERE i.state = 'done' AND i.doc ->> '$.emptiedAtMs' IS NULL AND i.made_ms < :before
  AND coalesce(i.doc ->> '$.doneAtMs', 0) < :before AND NOT ${wholeCall("i.call")} LIMIT ${atOnce}`;
const overCallbacks = `SELECT b.id, b.doc FROM callback b INDEXED BY callback_not_emptied WHERE b.doc ->> '$.emptiedAtMs' IS NULL
  AND b.requested_ms < :before AND b.state IN ('done', 'failed', 'withdrawn', 'expired') AND coalesce(b.doc ->> '$.endedAtMs', 0) < :before
  AND NOT ${wholeCall("b.doc ->> '$.call'")}
  AND NOT EXISTS (SELECT 1 FROM json_each(b.doc, '$.attempts') t WHERE ${wholeCall("t.value ->> '$.call'")}) LIMIT ${atOnce}`;
const messages = (state: string): string => `SELECT m.id, m.doc FROM message m INDEXED BY message_not_emptied
  WHERE m.doc ->> '$.emptiedAtMs' IS NULL AND m.at_ms < :before AND ${state} AND NOT ${wholeCall("m.call")} LIMIT ${atOnce}`;
/** An item that is open keeps the alarm it is about as it is. */
const clearedAlarms = `SELECT a.id, a.code FROM alarm a WHERE a.code IN (SELECT key FROM json_each(:words))
  AND a.raised_ms < :before AND a.cleared_ms < :before
  AND a.words_en <> (SELECT value ->> '$.en' FROM json_each(:words) WHERE key = a.code)
  AND NOT EXISTS (SELECT 1 FROM item i WHERE i.state <> 'done' AND i.doc ->> '$.alarm' = a.id)
  AND NOT ${wholeCall("a.subject")} LIMIT ${atOnce}`;

/** Lets numbers, names and notes go that closed cases still hold, inside the batch's transaction. */
export function caseOps(db: Database) {
  const items = db.prepare<[Bounds], Found & { alarm: string | null }>(closedItems);
  const putItem = db.prepare<[string, string]>("UPDATE item SET doc = ? WHERE id = ?");
  const callbacks = db.prepare<[Bounds], Found>(overCallbacks);
  const putCallback = db.prepare<[string, string]>("UPDATE callback SET number = '', doc = ? WHERE id = ?");
  const deleted = db.prepare<[Bounds], Found>(messages("m.state = 'deleted'"));
  const putMessage = db.prepare<[string, string]>("UPDATE message SET doc = ? WHERE id = ?");
  // What became of a mail is asked for within days; its text goes whole.
  const dropMails = db.prepare<[Bounds]>(
    `DELETE FROM mail WHERE id IN (SELECT id FROM mail WHERE made_ms < :before AND state <> 'waiting' LIMIT ${atOnce})`,
  );
  const alarms = db.prepare<[Bounds & { words: string }], { id: string; code: CallerAlarm }>(clearedAlarms);
  const putAlarm = db.prepare<[{ id: string; code: string; zh: string; en: string }]>(
    "UPDATE alarm SET words_zh = :zh, words_en = :en, subject = CASE WHEN :code = 'emergency' THEN '' ELSE subject END WHERE id = :id",
  );
  const notes = db.prepare<[string], { rowid: number; doc: string }>("SELECT rowid, doc FROM alarm_note WHERE alarm = ?");
  const putNote = db.prepare<[string, number]>("UPDATE alarm_note SET doc = ? WHERE rowid = ?");
  const words = JSON.stringify(callerAlarms);

  const emptyAlarm = ({ id, code }: { id: string; code: CallerAlarm }): void => {
    for (const { rowid, doc } of notes.all(id)) {
      const note = JSON.parse(doc) as AlarmNote;
      putNote.run(JSON.stringify({ ...note, words: emptiedNote(code, note.kind, note.words) }), rowid);
    }
    putAlarm.run({ id, code, ...callerAlarms[code] });
  };
  return {
    /** `done` is how many rows were emptied; none are left when it is 0. */
    empty(beforeMs: number, nowMs: number): WriteResult {
      const before = Math.round(beforeMs);
      const now = Math.round(nowMs);
      // Items first: what they say of an emergency goes by the alarm's code, whatever is left of the alarm.
      const someItems = items.all({ before });
      for (const { id, doc, alarm } of someItems)
        putItem.run(JSON.stringify(emptiedItem(JSON.parse(doc) as ItemRow, now, alarm ?? undefined)), id);
      const someCallbacks = callbacks.all({ before });
      for (const { id, doc } of someCallbacks)
        putCallback.run(JSON.stringify(emptiedCallback(JSON.parse(doc) as CallbackRow, now)), id);
      const someMessages = deleted.all({ before });
      for (const { id, doc } of someMessages)
        putMessage.run(JSON.stringify(emptiedMessage(JSON.parse(doc) as MessageRow, now)), id);
      const someAlarms = alarms.all({ before, words });
      for (const alarm of someAlarms) emptyAlarm(alarm);
      const mails = dropMails.run({ before }).changes;
      return { done: someItems.length + someCallbacks.length + someMessages.length + someAlarms.length + mails };
    },
  };
}

/** How long cases are kept whole once they are closed. */
export function caseKeeping(db: Database, writer: Writer, nowMs: () => number) {
  const mute = db.prepare<[Bounds], Found>(messages("m.state = 'heard' AND m.doc ->> '$.kept' IS NULL"));
  const oldest = db.prepare<[], number | null>("SELECT min(at_ms) FROM journal").pluck();
  return {
    /** Empties cases that were closed before that, but for those of a call that has all of itself still. Resolves with how many rows. */
    async emptyCasesBefore(beforeMs: number): Promise<number> {
      let emptied = 0;
      for (;;) {
        const some = await writer.ask({ op: "cases.empty", beforeMs, nowMs: nowMs() });
        emptied += some;
        if (some === 0) return emptied;
      }
    },
    /** Messages older than that which were heard, nobody saved, and whose sound is gone with their call: the first of them. */
    muteMessages: (beforeMs: number): string[] => mute.all({ before: Math.round(beforeMs) }).map(({ id }) => id),
    /** The moment of the oldest event that the journal still has. */
    journalSinceMs: (): number | undefined => oldest.get() ?? undefined,
  };
}
export type CaseKeeping = ReturnType<typeof caseKeeping>;

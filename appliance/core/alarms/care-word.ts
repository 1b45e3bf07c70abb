import type { AlarmEvent, AlarmRow } from "../../contract/alarm-row.ts";
import type { Effect, SpokenItem } from "../../contract/effects.ts";
import type { EndReason } from "../../contract/end-reason.ts";
import type { OfficeWord } from "../../contract/office.ts";
import type { Language } from "../../contract/words.ts";
import type { CallId, LineId } from "../../kit/ids.ts";

/** What the dialer wants of the calls. `avoid`: lines that failed for it already. `keepFree`: room it leaves on every line. */
export type CareAsk =
  | {
      on: "care.call";
      call: CallId;
      to: string;
      name: string;
      language: Language;
      ringMs: number;
      avoid: LineId[];
      keepFree: number;
      from?: string;
    }
  /** A key is waited for so long when it is said; after the `last` words the call ends. */
  | { on: "care.say"; call: CallId; items: SpokenItem[]; patienceMs: number; last: boolean }
  | { on: "care.hangUp"; call: CallId };

/** What the calls tell it. "quiet": no key was pressed. `line`: the way it could not be made over. */
export type CareHeard =
  | { on: "care.answered"; call: CallId }
  | { on: "care.key"; call: CallId; digit: string }
  | { on: "care.quiet"; call: CallId }
  | { on: "care.over"; call: CallId; why: EndReason; line?: LineId };

export type CareEvent =
  | CareHeard
  /** A row as it is now. */
  | { on: "care.alarm"; row: AlarmRow }
  | { on: "care.text"; from: string; text: string }
  | { on: "care.timer" }
  | { on: "care.settings" }
  | { on: "care.halt" }
  /** The box runs again, and its doors are still closed: they open with "awake". */
  | { on: "care.restart" }
  | { on: "care.awake" }
  | Extract<AlarmEvent, { on: "alarm.tried" }>;

/** Effects, words to calls and office, and what happens to alarms by it. */
export type CareOut = Effect | { ask: CareAsk } | { post: OfficeWord } | { alarm: AlarmEvent };

import type { AlarmCare } from "../../contract/alarm-care.ts";
import type { AlarmNote, AlarmRow } from "../../contract/alarm-row.ts";
import type { Sentence } from "../../contract/records.ts";
import type { Settings } from "../../contract/settings.ts";
import type { LineId } from "../../kit/ids.ts";
import type { AlarmList } from "./alarm-list.ts";
import type { CareState } from "./care-state.ts";
import type { CareOut } from "./care-word.ts";

/** What an alarm is about: its name, and the value it is at now, as it is shown and as it is spoken. */
export type AlarmSubject = { name: Sentence; value?: { shown: Sentence; spoken: Sentence } };

export type CareContext = {
  atMs: number;
  settings: Settings;
  alarms: AlarmList;
  subjectOf(row: AlarmRow): AlarmSubject;
  /** A line could take a call to this number now. */
  mayCall(number: string, avoid: readonly LineId[], keepFree: number): boolean;
};

/** One event being worked on. */
export type CareScene = { state: CareState; care: AlarmCare; ctx: CareContext; out: CareOut[] };

/** Adds a line to an alarm's history. */
export function noteAlarm(
  { state, ctx, out }: CareScene,
  alarm: string,
  kind: AlarmNote["kind"],
  words: Sentence,
  by?: string,
): void {
  const id = `${Math.round(ctx.atMs).toString(36)}-${++state.n}`;
  const row: AlarmNote = { id, alarm, atMs: ctx.atMs, kind, ...(by === undefined ? {} : { by }), words };
  out.push({ do: "store", change: { put: "alarm-note", row } });
}

/** The dialer's progress stands with its alarm: whoever watches is told. */
export const pushAlarm = ({ out }: Pick<CareScene, "out">, id: string): void => {
  out.push({ do: "push", topic: "alarms", id });
};

export const rowOf = ({ alarms }: CareContext, id: string): AlarmRow | undefined =>
  Object.values(alarms).find((row) => row.id === id);

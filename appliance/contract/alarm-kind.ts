/** What an alarm is about, as people look for it. */
export const alarmGroups = ["lines", "sound", "people", "storage", "box", "plant", "messages"] as const;
export type AlarmGroup = (typeof alarmGroups)[number];
export const alarmSeverities = ["critical", "error", "warning", "info"] as const;
export type AlarmSeverity = (typeof alarmSeverities)[number];

type Words = { readonly en: string; readonly zh: string };
/** `words`: what has happened; the detail follows them. `hint`: what to do. `shelve`: people may put it aside for a time. */
export type AlarmKind = {
  readonly severity: AlarmSeverity;
  readonly group: AlarmGroup;
  readonly shelve: boolean;
  readonly words: Words;
  readonly hint: Words;
};

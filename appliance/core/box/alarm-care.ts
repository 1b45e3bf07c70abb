import { careDefaults } from "../../contract/alarm-care.ts";
import type { AlarmEvent, LiveAlarm } from "../../contract/alarm-row.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import type { LineId } from "../../kit/ids.ts";
import {
  acknowledgeAlarm,
  alarmKey,
  clearAlarm,
  commentAlarm,
  raiseAlarm,
  shelveAlarm,
  unshelveAlarm,
} from "../alarms/alarm-list.ts";
import type { CareContext } from "../alarms/care-context.ts";
import { type CareState, newCare } from "../alarms/care-state.ts";
import type { CareEvent, CareOut } from "../alarms/care-word.ts";
import { liveCare } from "../alarms/live-care.ts";
import { shelfClock, shelfFor, shelfTimer, shelvesOver } from "../alarms/shelf.ts";
import { stepCare } from "../alarms/step-care.ts";
import { wayTo } from "../calls/outgoing/way-to.ts";
import { alarmSubject } from "./alarm-subject.ts";
import type { BoxState } from "./box-state.ts";
import type { stepOffice } from "./office.ts";

/** Timers of all that is done about alarms begin so. */
export const careTimers = "care:";
/** Heard once the doors are open: from then on people can be called. */
export const careAwake = "care:awake";

/** A snapshot made before there was any has none. */
export function careOf(box: BoxState): CareState {
  box.care ??= newCare();
  return box.care;
}

/** An alarm comes, goes, is seen or put aside. */
export function stepAlarms(box: BoxState, event: AlarmEvent, atMs: number): CareOut[] {
  const { alarms } = box;
  const care = careOf(box);
  switch (event.on) {
    case "alarm.raised":
      return raiseAlarm(alarms, event, atMs, shelfFor(care, alarmKey(event), atMs));
    case "alarm.cleared":
      return clearAlarm(alarms, event, atMs);
    case "alarm.acknowledged":
      return acknowledgeAlarm(alarms, event, atMs);
    case "alarm.shelved": {
      const effects = shelveAlarm(alarms, event, atMs);
      const row = Object.values(alarms).find(({ id }) => id === event.id);
      if (effects.length === 0 || !row?.shelved) return [];
      care.shelves[alarmKey(row)] = { ...row.shelved };
      return [...effects, shelfClock(care)];
    }
    case "alarm.unshelved": {
      const row = Object.values(alarms).find(({ id }) => id === event.id);
      if (!row) return [];
      delete care.shelves[alarmKey(row)];
      return [...unshelveAlarm(alarms, row.id, atMs, event.by), shelfClock(care)];
    }
    case "alarm.commented":
      return commentAlarm(alarms, event, atMs);
    case "alarm.tried":
      return inCare(box, event, atMs);
    default:
      return exhaustive(event);
  }
}

export const inCare = (box: BoxState, event: CareEvent, atMs: number): CareOut[] =>
  stepCare(careOf(box), event, careContext(box, atMs));

export function careTimer(box: BoxState, key: string, atMs: number): CareOut[] {
  if (key === careAwake) return inCare(box, { on: "care.awake" }, atMs);
  if (key !== shelfTimer) return inCare(box, { on: "care.timer" }, atMs);
  const care = careOf(box);
  const back = shelvesOver(care, atMs).flatMap((of) => {
    const row = Object.hasOwn(box.alarms, of) ? box.alarms[of] : undefined;
    return row ? unshelveAlarm(box.alarms, row.id, atMs) : [];
  });
  return [...back, shelfClock(care)];
}

/** One of the staff may have answered a text about an alarm. */
export const answerByText = (event: Parameters<typeof stepOffice>[1]): CareEvent | undefined =>
  event.on === "text.arrived" && event.part === undefined ? { on: "care.text", from: event.from, text: event.text } : undefined;

const careContext = (box: BoxState, atMs: number): CareContext => ({
  atMs,
  settings: box.settings,
  alarms: box.alarms,
  subjectOf: (row) => alarmSubject(box, row),
  mayCall: (number, avoid, keepFree) => {
    const ways = { settings: box.settings, lineDown: (line: LineId) => box.lines.lines[line]?.state === "down" };
    return !("why" in wayTo(box.calls, ways, number, { avoid, keepFree }));
  },
});

/** Open alarms as the console sees them. */
export const liveAlarms = (box: BoxState): LiveAlarm[] =>
  Object.values(box.alarms).map((row) => {
    const { name, value } = alarmSubject(box, row);
    const rule = box.settings.alarmCare?.rules.find((r) => r.id === box.care?.tasks[row.id]?.rule);
    const care = box.care && liveCare(box.care, row.id, rule?.call?.rounds ?? careDefaults.rounds);
    return {
      ...row,
      ...(name.en || name.zh ? { name } : {}),
      ...(value ? { value: value.shown } : {}),
      ...(care ? { care } : {}),
    };
  });

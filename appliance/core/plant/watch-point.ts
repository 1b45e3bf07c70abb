import type { BoxEvent } from "../../contract/effects.ts";
import { type PlantDevice, pointIdOf } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import { badWords, conditionWords } from "./alarm-words.ts";
import { conditionsOf } from "./conditions.ts";
import { own, type PlantState } from "./plant-state.ts";

export type AlarmWord = Extract<BoxEvent, { on: "alarm.raised" | "alarm.cleared" }>;

export const badCode = "point-bad";
/** A sensor that fails for a moment is no alarm. */
const badDelayMs = 10_000;

type Judged = {
  code: string;
  severity: Extract<AlarmWord, { on: "alarm.raised" }>["severity"];
  delayMs: number;
  holds: boolean;
  words(): Extract<AlarmWord, { on: "alarm.raised" }>["text"];
};

/** What begins and ends to be an alarm about a point, as it reads now. */
export function watchPoint(state: PlantState, device: PlantDevice, point: PlantPoint, atMs: number): AlarmWord[] {
  const id = pointIdOf(device.id, point.id);
  const judged = judge(state, device, point);
  const alarms: AlarmWord[] = [];
  const watched = own(state.watch, id) ?? {};
  for (const { code, severity, delayMs, holds, words } of judged) {
    const since = own(watched, code);
    if (!holds) {
      delete watched[code];
      if (since?.raised) alarms.push({ on: "alarm.cleared", code, subject: id });
      continue;
    }
    const now = since ?? { sinceMs: atMs };
    watched[code] = now;
    if (now.raised || atMs - now.sinceMs < delayMs) continue;
    now.raised = true;
    alarms.push({ on: "alarm.raised", code, subject: id, severity, text: words() });
  }
  if (Object.keys(watched).length > 0) state.watch[id] = watched;
  else delete state.watch[id];
  return alarms;
}

/** Conditions that can be judged now; of the others, what only waited to be raised no longer does. */
function judge(state: PlantState, device: PlantDevice, point: PlantPoint): Judged[] {
  const id = pointIdOf(device.id, point.id);
  const reading = own(state.readings, id);
  const watched = own(state.watch, id) ?? {};
  const raised = (code: string): boolean => own(watched, code)?.raised === true;
  if (!reading || reading.quality === "stale") {
    for (const code of Object.keys(watched)) if (!raised(code)) delete watched[code];
    return [];
  }
  const { quality, value } = reading;
  const bad = quality === "out-of-range" || quality === "fault";
  const badOnce: Judged = {
    code: badCode,
    severity: "warning",
    delayMs: badDelayMs,
    holds: bad,
    words: () => badWords(device, point, quality),
  };
  if (value === undefined || quality !== "good") {
    for (const code of Object.keys(watched)) if (code !== badCode && !raised(code)) delete watched[code];
    return [badOnce];
  }
  return [
    badOnce,
    ...conditionsOf(point).map((condition) => ({
      code: condition.code,
      severity: condition.severity,
      delayMs: condition.delayMs,
      holds: condition.holds(value, raised(condition.code)),
      words: () => conditionWords(device, point, condition, value),
    })),
  ];
}

/** Alarms of a point that is no longer watched, or of limits it no longer has. */
export function forgetWatch(state: PlantState, id: string, still: ReadonlySet<string>): AlarmWord[] {
  const watched = own(state.watch, id) ?? {};
  const gone = Object.keys(watched).filter((code) => !still.has(code));
  const alarms = gone.flatMap((code): AlarmWord[] => (watched[code]!.raised ? [{ on: "alarm.cleared", code, subject: id }] : []));
  for (const code of gone) delete watched[code];
  if (Object.keys(watched).length === 0) delete state.watch[id];
  return alarms;
}

/** When something that waits to be raised will have lasted long enough. */
export function dueOf(state: PlantState, device: PlantDevice, point: PlantPoint): number[] {
  const watched = own(state.watch, pointIdOf(device.id, point.id));
  if (!watched) return [];
  const delays = new Map<string, number>(conditionsOf(point).map(({ code, delayMs }) => [code, delayMs]));
  return Object.entries(watched).flatMap(([code, { sinceMs, raised }]) =>
    raised ? [] : [sinceMs + (code === badCode ? badDelayMs : (delays.get(code) ?? 0))],
  );
}

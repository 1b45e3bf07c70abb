import type { CarePerson } from "../../contract/alarm-care.ts";
import type { CareContext, CareScene } from "./care-context.ts";
import { onCall } from "./care-rules.ts";
import type { CareCall, CareTask } from "./care-state.ts";

/** A number of somebody's that an alarm may be told to. */
export type Target = { key: string; person: CarePerson; number: string; index: number };

const keyOf = (person: string, index: number): string => `${person}#${index}`;

/** Everybody on call now with his numbers, in the order they are called. */
export function targetsOf({ settings, atMs }: CareContext, task: CareTask): Target[] {
  const rule = settings.alarmCare?.rules.find((r) => r.id === task.rule);
  if (!rule?.call) return [];
  return onCall(settings, rule, atMs).flatMap((person) =>
    (person.numbers ?? []).map((number, index) => ({ key: keyOf(person.id, index), person, number, index })),
  );
}

/** The dialer's calls about an alarm. */
export const callsFor = ({ state }: Pick<CareScene, "state">, alarm: string): CareCall[] =>
  Object.values(state.calls).filter((call) => call.alarms.includes(alarm));

export const callTo = ({ state }: Pick<CareScene, "state">, person: string): CareCall | undefined =>
  Object.values(state.calls).find((call) => call.person === person);

/** He was called at this number in this round. */
export function tried(task: CareTask, { person, index }: Pick<CareCall, "person" | "index">): void {
  const key = keyOf(person, index);
  if (!task.tried.includes(key)) task.tried.push(key);
}

/** As if he had not been called: the box stopped in the middle. */
export function untried(task: CareTask, { person, index }: Pick<CareCall, "person" | "index">): void {
  task.tried = task.tried.filter((key) => key !== keyOf(person, index));
}

/** He has said that he leaves it to others, so his other numbers are left in peace. */
export function triedAll(scene: CareScene, task: CareTask, person: string): void {
  for (const { key, person: of } of targetsOf(scene.ctx, task))
    if (of.id === person && !task.tried.includes(key)) task.tried.push(key);
}

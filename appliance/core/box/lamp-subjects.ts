import { handDefaults } from "../../contract/hand.ts";
import type { Settings } from "../../contract/settings.ts";
import { starCodeOf } from "../lines/star-plan.ts";

/** All that a busy lamp can watch: phones by number, parking places and boxes as dialled, queues by id. */
export function lampSubjects(settings: Settings): ReadonlySet<string> {
  const slots = settings.hand?.parkSlots ?? handDefaults.parkSlots;
  return new Set<string>([
    ...settings.queues.map((q) => q.id),
    ...(settings.voicemailBoxes ?? []).flatMap(({ number }) => (number ? [boxSubject(settings, number)] : [])),
    ...Array.from({ length: slots }, (_, i) => slotSubject(settings, i + 1)),
    ...settings.phones.filter((p) => p.enabled).map((p) => p.id),
  ]);
}

export const slotSubject = (settings: Settings, slot: number): string => `${starCodeOf(settings, "unpark")}${slot}`;
export const boxSubject = (settings: Settings, number: string): string => `${starCodeOf(settings, "voicemail")}${number}`;

import type { AlarmRow } from "../../../appliance/contract/records.ts";
import type { Sentence } from "../../../appliance/contract/words.ts";
import { live } from "../../data/live.ts";
import { partyName, queueName } from "../../data/names.ts";
import { pick } from "../../words/words.ts";

/** What an alarm is about, where its sentence does not say so: a line, a telephone, a point, an address. */
export function alarmAbout(alarm: AlarmRow & { name?: Sentence }): string {
  const { subject, words } = alarm;
  const open = live.value?.alarms.find((a) => a.code === alarm.code && a.subject === subject);
  const known = [partyName(subject), queueName(subject)].find((name) => name !== subject);
  // "disk", "mail": the sentence says it in better words. Numbers, addresses and points it does not.
  const name = pick(alarm.name ?? open?.name) || known || (/[\d.]/.test(subject) ? subject : "");
  return pick(words).includes(name) ? "" : name;
}

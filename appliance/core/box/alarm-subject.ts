import type { AlarmRow } from "../../contract/alarm-row.ts";
import { pointIdOf } from "../../contract/plant.ts";
import type { PlantPoint } from "../../contract/plant-point.ts";
import type { Sentence } from "../../contract/words.ts";
import type { AlarmSubject } from "../alarms/care-context.ts";
import { sayValue } from "../flows/say/say-value.ts";
import { nameOf, valueWords } from "../plant/value-words.ts";
import type { BoxState } from "./box-state.ts";
import { withUnit } from "./spoken-units.ts";

/** What an alarm is about, by the names people have given; of a measured point also what it is at now. */
export function alarmSubject(box: BoxState, { subject }: Pick<AlarmRow, "subject">): AlarmSubject {
  for (const device of box.plant?.devices ?? []) {
    const point = device.points.find((p) => pointIdOf(device.id, p.id) === subject);
    if (!point) continue;
    const { zh, en } = nameOf(point);
    const name = { zh: `${device.name}·${zh}`, en: `${device.name}, ${en}` };
    const value = valueNow(box, subject, point);
    return { name, ...(value ? { value } : {}) };
  }
  return { name: nameIn(box, subject) ?? { en: "", zh: "" } };
}

/** A value that can't be relied on is not told as if it were one. */
function valueNow(box: BoxState, subject: string, point: PlantPoint): AlarmSubject["value"] {
  const readings = box.plant?.readings ?? {};
  const reading = Object.hasOwn(readings, subject) ? readings[subject] : undefined;
  if (reading?.value === undefined || reading.quality !== "good") return undefined;
  const shown = valueWords(point, reading.value);
  if (point.type === "bit") return { shown, spoken: shown };
  const { timeZone } = box.settings.site;
  const digits = valueWords({ ...point, unit: "" }, reading.value).en;
  const number = {
    en: sayValue("number", digits, "en", { timeZone }) ?? digits,
    zh: sayValue("number", digits, "zh", { timeZone }) ?? digits,
  };
  return { shown, spoken: withUnit(number, point.unit) };
}

function nameIn({ settings }: BoxState, id: string): Sentence | undefined {
  const { trunks, lines = [], phones, agents, calendars, webhooks = [], queues, plant } = settings;
  const devices = plant?.devices ?? [];
  const named = [...trunks, ...lines, ...phones, ...agents, ...calendars, ...webhooks, ...devices].find((one) => one.id === id);
  if (named) return { en: named.name, zh: named.name };
  const queue = queues.find((q) => q.id === id)?.name;
  return queue && { en: queue.en ?? queue.zh ?? id, zh: queue.zh ?? queue.en ?? id };
}

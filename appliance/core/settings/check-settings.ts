import { Settings, type SettingsProblem } from "../../contract/settings.ts";
import { checkCalendar } from "../calendar/check-calendar.ts";
import { isTimeZone } from "../calendar/local-parts.ts";
import { checkFlow } from "../flows/check-flow.ts";
import { checkAddresses } from "./check-addresses.ts";
import { checkAlarmCare } from "./check-alarm-care.ts";
import { checkHost } from "./check-host.ts";
import { checkLines } from "./check-lines.ts";
import { checkMqtt } from "./check-mqtt.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkOffice } from "./check-office.ts";
import { checkPlant } from "./check-plant.ts";
import { checkQueues } from "./check-queues.ts";
import { checkReferences } from "./check-references.ts";
import { checkShifts } from "./check-shifts.ts";
import { checkStarCodes } from "./check-star-codes.ts";
import { checkTargets } from "./check-targets.ts";
import { checkWaiting } from "./check-waiting.ts";
import { problemAt } from "./problem-at.ts";
import { schemaChecker } from "./schema-problems.ts";

const checkSchema = schemaChecker(Settings);

/** Everything that is wrong or odd about a document; an empty list, or warnings alone, means it may be applied. */
export function checkSettings(document: unknown): SettingsProblem[] {
  const shape = checkSchema(document);
  // With the wrong shape nothing else can be said for sure.
  if (shape.length > 0) return shape;
  const settings = document as Settings;
  const context = {
    flows: settings.flows,
    prompts: settings.prompts.map((p) => p.id),
    queues: settings.queues.map((q) => q.id),
    connectors: settings.connectors.map((c) => c.id),
    calendars: settings.calendars.map((c) => c.id),
    phones: settings.phones.map((p) => p.id),
  };
  const under =
    (prefix: string) =>
    (p: SettingsProblem): SettingsProblem => ({ ...p, path: `${prefix}${p.path === "/" ? "" : p.path}` });
  return [
    ...(isTimeZone(settings.site.timeZone) ? [] : [noTimeZone(settings.site.timeZone)]),
    ...checkReferences(settings),
    ...checkAddresses(settings),
    ...checkQueues(settings),
    ...checkWaiting(settings),
    ...checkLines(settings),
    ...checkPlant(settings),
    ...checkNumbers(settings),
    ...checkStarCodes(settings),
    ...checkTargets(settings),
    ...checkShifts(settings),
    ...checkOffice(settings),
    ...checkMqtt(settings),
    ...checkHost(settings),
    ...checkAlarmCare(settings),
    ...settings.calendars.flatMap((c, i) => checkCalendar(c).map(under(`/calendars/${i}`))),
    ...settings.flows.flatMap((f, i) => checkFlow(f, context).map(under(`/flows/${i}`))),
  ];
}

const noTimeZone = (name: string): SettingsProblem =>
  problemAt(
    "/site/timeZone",
    { en: `There is no time zone "${name}".`, zh: `没有时区“${name}”。` },
    { en: 'Write a name such as "Asia/Shanghai".', zh: "请填写如 Asia/Shanghai 的时区名。" },
  );

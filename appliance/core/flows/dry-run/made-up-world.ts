import type { CalendarSettings } from "../../../contract/calendar.ts";
import type { FlowPlay } from "../../../contract/flow-script.ts";
import { dateTextOfDay, dayNumber } from "../../calendar/civil-date.ts";
import { localParts } from "../../calendar/local-parts.ts";
import type { FlowContext, QueueFacts } from "../flow-context.ts";
import type { Away, RehearsalWorld } from "../rehearsal.ts";

/** What of the real house a rehearsal takes over. */
export type House = Pick<FlowContext, "timeZone" | "currency" | "calendars"> & {
  /** When the call begins unless the play says otherwise. */
  nowMs: number;
  queues: readonly string[];
};

type Settled = NonNullable<NonNullable<FlowPlay["world"]>["calendars"]>[string];

const allDay = [{ from: "00:00", to: "24:00" }];
const everyDay = { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay };

/** A calendar that is as the rehearsal wants it, whatever the clock says. */
function settled(calendar: CalendarSettings, as: Settled, atMs: number): CalendarSettings {
  const bare = { ...calendar, holidays: [], workdays: [] };
  if (as === "open") return { ...bare, weekly: everyDay };
  if (as === "closed") return { ...bare, weekly: {} };
  const today = localParts(calendar.timeZone, atMs).dayNumber;
  const holiday = { from: dateTextOfDay(today), to: dateTextOfDay(today + 7), name: "—" };
  return { ...bare, weekly: calendar.weekly, holidays: [holiday] };
}

/** The world that a play describes, over the house it is played in. */
export function madeUpWorld({ call, world = {} }: FlowPlay, house: House): RehearsalWorld {
  const { connectors = {}, calendars = {}, queues = {}, transfers, voicemail, surveys, speaksMs } = world;
  const startMs = call.at === undefined ? house.nowMs : instantOfIso(call.at);
  const facts = (id: string): QueueFacts => {
    const { waiting = 0, agentsReady = 1, agentsLoggedIn = Math.max(1, agentsReady), expectedWaitSec = 0 } = queues[id] ?? {};
    return { waiting, agentsReady, agentsLoggedIn, expectedWaitSec };
  };
  const wayOf = (away: Away) => {
    switch (away.do) {
      case "flow.queue":
        return Object.hasOwn(queues, away.queue) ? queues[away.queue] : undefined;
      case "flow.transfer":
        return transfers;
      case "flow.voicemail":
        return voicemail;
      case "flow.survey":
        return surveys;
    }
  };
  return {
    startMs,
    timeZone: house.timeZone,
    ...(house.currency ? { currency: house.currency } : {}),
    calendars: house.calendars.map((calendar) => {
      const as = Object.hasOwn(calendars, calendar.id) ? calendars[calendar.id] : undefined;
      return as ? settled(calendar, as, startMs) : calendar;
    }),
    queues: Object.fromEntries(house.queues.map((id) => [id, facts(id)])),
    lookup(connector, parameters) {
      const answers = Object.hasOwn(connectors, connector) ? connectors[connector]! : [];
      const answer = answers.find(({ when = {} }) => Object.entries(when).every(([name, value]) => parameters[name] === value));
      if (!answer) return { outcome: "failed", values: {} };
      const { outcome, values = {}, afterMs = 300 } = answer;
      return outcome === "silent" ? undefined : { outcome, values, afterMs };
    },
    returns(away) {
      const { outcome = "stay", afterMs = 20_000 } = wayOf(away) ?? {};
      return outcome === "stay" ? undefined : { outcome, afterMs };
    },
    ...(speaksMs === undefined ? {} : { speaksMs }),
  };
}

/** ISO 8601 with offset, as the schema lets through. */
function instantOfIso(text: string): number {
  const [, year, month, day, hour, minute, second = "0", zone = "Z"] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const offsetMin = zone === "Z" ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  const days = dayNumber(Number(year), Number(month), Number(day));
  return (((days * 24 + Number(hour)) * 60 + Number(minute) - offsetMin) * 60 + Number(second)) * 1000;
}

import { isOpen, nextClosed, nextOpen } from "../../core/calendar/opening.ts";
import { chinaDays } from "./china-days.ts";
import { type Handlers, signedIn } from "./handlers.ts";
import { HttpFault } from "./http-fault.ts";
import type { HttpPorts } from "./http-ports.ts";

export const calendarHandlers = (ports: Pick<HttpPorts, "settings" | "nowMs">): Pick<Handlers, "calendarsNow" | "chinaDays"> => ({
  calendarsNow() {
    const now = ports.nowMs();
    return ports.settings.current().settings.calendars.map((calendar) => {
      const { open } = isOpen(calendar, now);
      const untilMs = open ? nextClosed(calendar, now) : nextOpen(calendar, now);
      return { id: calendar.id, name: calendar.name, open, ...(untilMs === undefined ? {} : { untilMs }) };
    });
  },
  chinaDays: (asked) => {
    const days = chinaDays(asked.params.year, signedIn(asked).language);
    if (!days) throw new HttpFault("not-found");
    return days;
  },
});

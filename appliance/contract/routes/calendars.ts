import Type from "typebox";
import { CalendarSettings } from "../calendar.ts";
import { Closed, route } from "./route.ts";

const { holidays, workdays } = CalendarSettings.properties;

export const calendarsRoutes = {
  /** What agents may choose among, e.g. for forwarding by hours. `untilMs`: when it next opens or closes; missing when that is far away. */
  calendarsNow: route({
    method: "GET",
    path: "/api/calendars",
    right: "see-live",
    summary: "The calendars, whether each is open now, and until when",
    reply: Type.Array(
      Closed({ id: Type.String(), name: Type.String(), open: Type.Boolean(), untilMs: Type.Optional(Type.Number()) }),
    ),
  }),
  /** To fill a calendar in with; nothing is changed. 404 for a year that is not announced yet. */
  chinaDays: route({
    method: "GET",
    path: "/api/calendars/china/:year",
    right: "change-settings",
    summary: "China's public holidays of a year and the weekends worked for them",
    params: Type.Object({ year: Type.Integer({ minimum: 2004, maximum: 2100 }) }),
    reply: Closed({ holidays, workdays }),
  }),
} as const;

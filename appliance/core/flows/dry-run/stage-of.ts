import type { Settings } from "../../../contract/settings.ts";
import type { Stage } from "./play-flow.ts";

/** The stage that the settings make: their flows, calendars, queues and prompts. */
export const stageOf = (settings: Settings, nowMs: number): Stage => ({
  library: settings,
  house: {
    nowMs,
    timeZone: settings.site.timeZone,
    currency: settings.site.currency,
    calendars: settings.calendars,
    queues: settings.queues.map((q) => q.id),
  },
  prompts: Object.fromEntries(settings.prompts.map((p) => [p.id, p.text])),
});

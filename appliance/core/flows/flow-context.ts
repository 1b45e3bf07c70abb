import type { CalendarSettings } from "../../contract/calendar.ts";
import type { FlowDocument } from "../../contract/flow.ts";
import type { Currency } from "./say/currency.ts";

/** The flows there are; the settings document is one. */
export type FlowLibrary = { flows: readonly FlowDocument[] };

export type QueueFacts = { waiting: number; agentsReady: number; agentsLoggedIn: number; expectedWaitSec: number };

/** The moment an event comes in. A dry run makes one up. */
export type FlowContext = {
  nowMs: number;
  timeZone: string;
  currency?: Currency;
  calendars: readonly CalendarSettings[];
  queues: Readonly<Record<string, QueueFacts>>;
};

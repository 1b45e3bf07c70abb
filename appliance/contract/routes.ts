import type { Static } from "typebox";
import { agentsRoutes } from "./routes/agents.ts";
import { alarmsRoutes } from "./routes/alarms.ts";
import { boxRoutes } from "./routes/box.ts";
import { bulletinsRoutes } from "./routes/bulletins.ts";
import { calendarsRoutes } from "./routes/calendars.ts";
import { callsRoutes } from "./routes/calls.ts";
import { diagnosticsRoutes } from "./routes/diagnostics.ts";
import { doctorRoutes } from "./routes/doctor.ts";
import { eventsRoutes } from "./routes/events.ts";
import { figuresRoutes } from "./routes/figures.ts";
import { flowsRoutes } from "./routes/flows.ts";
import { handRoutes } from "./routes/hand.ts";
import { hardwareRoutes } from "./routes/hardware.ts";
import { hostRoutes } from "./routes/host.ts";
import { itemsRoutes } from "./routes/items.ts";
import { mailRoutes } from "./routes/mail.ts";
import { numbersRoutes } from "./routes/numbers.ts";
import { phoneFeaturesRoutes } from "./routes/phone-features.ts";
import { plantRoutes } from "./routes/plant.ts";
import { promptsRoutes } from "./routes/prompts.ts";
import { recordingsRoutes } from "./routes/recordings.ts";
import { sessionRoutes } from "./routes/session.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { shiftsRoutes } from "./routes/shifts.ts";
import { staffingRoutes } from "./routes/staffing.ts";
import { surveysRoutes } from "./routes/surveys.ts";
import { textsRoutes } from "./routes/texts.ts";
import { tokensRoutes } from "./routes/tokens.ts";
import { usersRoutes } from "./routes/users.ts";
import { voicemailRoutes } from "./routes/voicemail.ts";
import { waitingRoutes } from "./routes/waiting.ts";

export type { LadderEntry } from "./ladder.ts";
export { type Right, type Role, rightsOf } from "./rights.ts";
export type { Me } from "./routes/session.ts";

/** The one table: serves, is called by the console, and documents itself. Every reply has its schema, closed; what is no JSON has its media type. */
export const routes = {
  ...sessionRoutes,
  ...callsRoutes,
  ...recordingsRoutes,
  ...flowsRoutes,
  ...promptsRoutes,
  ...agentsRoutes,
  ...handRoutes,
  ...calendarsRoutes,
  ...settingsRoutes,
  ...hardwareRoutes,
  ...usersRoutes,
  ...tokensRoutes,
  ...eventsRoutes,
  ...figuresRoutes,
  ...staffingRoutes,
  ...shiftsRoutes,
  ...boxRoutes,
  ...alarmsRoutes,
  ...waitingRoutes,
  ...voicemailRoutes,
  ...itemsRoutes,
  ...bulletinsRoutes,
  ...textsRoutes,
  ...plantRoutes,
  ...doctorRoutes,
  ...surveysRoutes,
  ...mailRoutes,
  ...hostRoutes,
  ...diagnosticsRoutes,
  ...numbersRoutes,
  ...phoneFeaturesRoutes,
} as const;

export type RouteName = keyof typeof routes;
export type RouteParams<N extends RouteName> = Static<(typeof routes)[N]["params"]>;
export type RouteQuery<N extends RouteName> = Static<(typeof routes)[N]["query"]>;
export type RouteBody<N extends RouteName> = Static<(typeof routes)[N]["body"]>;
export type RouteReply<N extends RouteName> = Static<(typeof routes)[N]["reply"]>;

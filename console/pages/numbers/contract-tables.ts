import * as made from "virtual:number-tables";
import type { HandSettings } from "../../../appliance/contract/hand.ts";
import type { NumberClass } from "../../../appliance/contract/outgoing.ts";
import type { StarName } from "../../../appliance/contract/star-codes.ts";

/** The code each act begins with on a new site. */
export const usualCodes = made.starCodeDefaults as Record<StarName, string>;
/** Times of calls in hand where the site names none. */
export const usualTimes = made.handDefaults as Required<HandSettings>;
export const numberClasses = made.numberClasses as readonly NumberClass[];

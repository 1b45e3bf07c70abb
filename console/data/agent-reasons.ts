import * as made from "virtual:agent-reasons";
import type { NotReadyReason } from "../../appliance/contract/agent.ts";

/** Reasons a new site begins with. */
export const defaultReasons = made.defaultReasons as NotReadyReason[];
/** Reasons the box gives by itself. */
export const boxReasons = made.boxReasons as NotReadyReason[];

import * as made from "virtual:agent-reasons";
import type { NotReadyReason } from "../../appliance/contract/agent.ts";

/** Reasons the box gives by itself. */
export const boxReasons = made.boxReasons as NotReadyReason[];

import type { PhoneFeatureEvent } from "../../contract/phone-features.ts";
import type { PinOwner, PinUnlock } from "../../contract/pin.ts";
import type { TrunkLoad } from "../../core/lines/trunks-out.ts";

/** What is live of lines, phones and PINs, and what people do to them. */
export type NumbersPort = {
  /** Calls of one caller (`countedAs`) within the last hour. */
  callsLastHour(counted: string): number;
  load: TrunkLoad;
  /** Who is logged in at a phone. */
  agentAt(phone: string): string | undefined;
  /** false: the box is too busy to take it. */
  hear(event: PhoneFeatureEvent | PinUnlock): boolean;
  putPin(owner: PinOwner, pin: string): Promise<void>;
  dropPin(owner: PinOwner): Promise<void>;
  pinOwners(): PinOwner[];
  lockedPins(): { owner: PinOwner; lockedUntilMs: number }[];
};

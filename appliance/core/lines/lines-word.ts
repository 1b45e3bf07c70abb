import type { PhoneFeatureEvent } from "../../contract/phone-features.ts";
import type { PinOwner } from "../../contract/pin.ts";

/** What calls tell the lines and phones. */
export type LinesWord = { on: "pin.tried"; owner: PinOwner; right: boolean } | PhoneFeatureEvent;

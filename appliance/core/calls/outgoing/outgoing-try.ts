import type { NumberClass } from "../../../contract/outgoing.ts";
import type { PinOwner } from "../../../contract/pin.ts";
import type { LegId } from "../../../kit/ids.ts";
import type { TrunkWay } from "../../lines/trunks-out.ts";

/** A call to the world outside on its way. Plain data. */
export type OutgoingTry = {
  number: string;
  class: NumberClass;
  /** Trunks still to be tried, first choice first. */
  ways: TrunkWay[];
  /** The leg over the trunk tried last. */
  leg?: LegId;
  /** A PIN is wanted before anything is dialled. */
  pin?: { owners: PinOwner[]; typed: string; checking: boolean };
};

import type { CallId } from "../kit/ids.ts";

/** Whose PIN: an agent's, a phone's, one that all of a role share, or that of a voicemail box. */
export type PinOwner = `agent:${string}` | `phone:${string}` | `role:${string}` | `box:${string}`;

/** PINs are kept as hashes outside the live state: somebody must look. The first owner that has one counts. */
export type PinCommand = { do: "pin.check"; call: CallId; owners: PinOwner[]; pin: string };
export type PinEvent = { on: "pin.checked"; call: CallId; outcome: "right" | "wrong" | "none" };
/** A supervisor lets somebody try again before the time is up. */
export type PinUnlock = { on: "pin.unlocked"; owner: PinOwner; by: string };

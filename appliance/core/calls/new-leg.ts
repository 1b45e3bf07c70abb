import type { CallLeg } from "./call.ts";

/** A leg at its very beginning: no sound yet, not answered, nobody on hold. */
export const newLeg = (known: Pick<CallLeg, "id" | "role" | "party" | "number"> & Partial<CallLeg>): CallLeg => ({
  state: "opening",
  sound: "none",
  awaiting: [],
  offered: true,
  onHold: false,
  ...known,
});

export type ButtonName = "acknowledge" | "reset";
/** `heldMs`: how long it was down when it was let go. */
export type Press = { button: ButtonName; heldMs: number };

/** A brush against it restarts nothing. */
const resetHoldMs = 5_000;

/** What a press of a button of the cabinet means. */
export const meaningOf = ({ button, heldMs }: Press): "acknowledge-all" | "restart" | "nothing" =>
  button === "acknowledge" ? "acknowledge-all" : heldMs >= resetHoldMs ? "restart" : "nothing";

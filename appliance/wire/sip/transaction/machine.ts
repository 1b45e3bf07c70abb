/** RFC 3261 17 table 4, and two of our own: `cancel` gives up on an INVITE that ignores its CANCEL, `pending` on a user above that never answers. */
export type TimerName = "A" | "B" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M" | "cancel" | "pending";

/**
 * What can happen to a transaction. `provisional` 1xx, `success` 2xx and `failure` 3xx..6xx are responses: received by a client transaction, given by
 * the user above to a server transaction.
 */
export type MachineEvent = "provisional" | "success" | "failure" | "retransmission" | "ack" | "transport" | `timer ${TimerName}`;

/**
 * `send` puts the event's message on the wire and remembers it, `resend` repeats it. `slow` and `double` restart a repeating timer at T2 or at
 * twice its last interval. `release cancel` sends a CANCEL that was waiting for a provisional response.
 */
export type MachineAction =
  | "send"
  | "resend"
  | "deliver"
  | "acknowledge"
  | "pass ack"
  | "release cancel"
  | "answer 500"
  | `fail ${"timeout" | "transport" | "no-ack"}`
  | `start ${TimerName}`
  | "double A"
  | "double E"
  | "double G"
  | "slow E";

/** A change of state stops all timers but those in `keep`. */
export type Step<State extends string = string> = { to: State; do: readonly MachineAction[]; keep?: readonly TimerName[] };

export type Machine<State extends string = string> = {
  side: "client" | "server";
  start: Step<State>;
  /** An event without entry is ignored in that state. */
  states: { readonly [S in State]: { readonly [E in MachineEvent]?: Step<State> } };
};

import type { TransactionLimits } from "./admission.ts";
import type { TimerName } from "./machine.ts";
import type { TransactionTimers } from "./types.ts";

/** First interval in ms (RFC 3261 table 4); 0 fires at once, undefined means the timer is not used on that transport. */
export function timerMs(
  name: TimerName,
  invite: boolean,
  reliable: boolean,
  timers: TransactionTimers,
  limits: TransactionLimits,
): number | undefined {
  switch (name) {
    // Retransmissions are for unreliable transports only.
    case "A":
    case "E":
    case "G":
      return reliable ? undefined : timers.t1Ms;
    case "B":
    case "F":
    case "H":
    case "L":
    case "M":
      return 64 * timers.t1Ms;
    case "D":
      return reliable ? 0 : timers.dMs;
    case "I":
    case "K":
      return reliable ? 0 : timers.t4Ms;
    case "J":
      return reliable ? 0 : 64 * timers.t1Ms;
    case "cancel":
      return timers.cancelGiveUpMs;
    case "pending":
      return invite ? limits.pendingInviteMs : 64 * timers.t1Ms;
  }
}

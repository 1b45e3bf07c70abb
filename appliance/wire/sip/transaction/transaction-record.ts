import type { SipHeader, SipMessage, SipRequest } from "../message/types.ts";
import type { Machine, TimerName } from "./machine.ts";
import type { TimerEntry } from "./timer-heap.ts";
import type { Peer, TransactionKey } from "./types.ts";

/** One transaction of any of the four kinds; `machine` says which. */
export type TransactionRecord = {
  key: TransactionKey;
  machine: Machine;
  state: string;
  invite: boolean;
  /** Where its messages go. */
  peer: Peer;
  /** As sent, or as received and stamped. */
  request: SipRequest;
  /** Made by the layer itself (CANCEL, refusals with state): the user above does not know the key. */
  silent: boolean;
  timers: Map<TimerName, TimerEntry<DueTimer>>;
  /** Of the repeating timer A, E or G. */
  intervalMs: number;
  /** What a retransmission repeats. */
  last?: SipMessage;
  /** Client: our branch, shared by its ACK and CANCEL. */
  branch?: string;
  cancel?: { headers: readonly SipHeader[]; sent: boolean };
  /** Server: the source address that is charged for it. */
  source?: string;
  merge?: string;
  /** Server: one To tag for all answers that come without (RFC 3261 8.2.6.2, 9.2). */
  toTag?: string;
};

export type DueTimer = { transaction: TransactionRecord; timer: TimerName };

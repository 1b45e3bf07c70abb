import type { SipMessage, SipRequest, SipResponse } from "../message/types.ts";

/** Where a message came from or goes to. Plain data. */
export type Peer = {
  transport: "udp" | "tcp" | "tls";
  /** IPv4 or IPv6 literal, without brackets. */
  address: string;
  port: number;
  /** Id of the local listen point used (as given by the edge). */
  local: string;
  /** Id of the stream connection, for tcp and tls. */
  connection?: string;
};

/** RFC 3261 17.1.3 / 17.2.3 matching key, as text. */
export type TransactionKey = string;

export type TransactionOutput =
  /** Put these bytes on the wire. */
  | { do: "send"; message: SipMessage; to: Peer; key: TransactionKey }
  /** A new server transaction for the user above (never a retransmission, never an ACK to non-2xx, never CANCEL of a known INVITE). */
  | { do: "request"; key: TransactionKey; request: SipRequest; from: Peer }
  /** ACK that belongs to a 2xx (RFC 3261 13.3.1.4, RFC 6026): no transaction of its own. */
  | { do: "ack"; request: SipRequest; from: Peer }
  /** CANCEL matched a live INVITE server transaction; the 200 to the CANCEL was already sent. `request` is the CANCEL, `key` the INVITE's. */
  | { do: "cancelled"; key: TransactionKey; request: SipRequest; from: Peer }
  /** A response for a client transaction; for INVITE every distinct 2xx of a fork arrives, retransmitted ones too (RFC 6026 Accepted). */
  | { do: "response"; key: TransactionKey; response: SipResponse; from: Peer }
  /** Timer B/F fired, Timer H fired without ACK ("no-ack"), or the transport refused the message. */
  | { do: "failed"; key: TransactionKey; why: "timeout" | "transport" | "no-ack" }
  /** The transaction is gone; forget the key. */
  | { do: "ended"; key: TransactionKey };

/** RFC 3261 17.1.1.1 table 4, all in ms. */
export type TransactionTimers = { t1Ms: number; t2Ms: number; t4Ms: number; dMs: number; cancelGiveUpMs: number };
export const defaultTransactionTimers: TransactionTimers = {
  t1Ms: 500,
  t2Ms: 4_000,
  t4Ms: 5_000,
  dMs: 32_000,
  cancelGiveUpMs: 32_000,
};

/**
 * Protocol without I/O: feed messages, time and transport failures; drain `poll()` until undefined; call `timeout(now)` at `wakeAt()`.
 * `now` is monotonic ms.
 */
export interface Transactions {
  receive(message: SipMessage, from: Peer, now: number): void;
  /** Starts a client transaction; adds the top Via with `branch` (new one each time). ACK for 2xx is not a transaction: use `sendStateless`. */
  request(request: SipRequest, to: Peer, now: number): TransactionKey;
  /** Gives a response to a server transaction. Returns false when the transaction is gone. */
  respond(key: TransactionKey, response: SipResponse, now: number): boolean;
  /** Sends CANCEL for a client INVITE, held back until the first provisional (RFC 3261 9.1). False when unknown. */
  cancel(key: TransactionKey, now: number, extraHeaders?: { name: string; value: string }[]): boolean;
  /** Sends without a transaction (ACK to 2xx, retransmitted 2xx, stray answers). */
  sendStateless(message: SipMessage, to: Peer): void;
  /** The edge could not deliver. */
  transportFailed(key: TransactionKey, now: number): void;
  timeout(now: number): void;
  wakeAt(): number | undefined;
  poll(): TransactionOutput | undefined;
  /** Figures for tests and gauges. */
  readonly size: { client: number; server: number };
}

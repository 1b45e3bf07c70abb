/** Where to listen. Port 0 takes a free one; see `listening` of the started server. */
type PointOption = { host: string; port: number };
export type TlsPointOption = PointOption & { cert: string; key: string };

export type SignallingLimits = {
  /** Bytes of one SIP message. */
  messageBytes: number;
  /** Stream connections in all, and from one address. */
  connections: number;
  connectionsPerSource: number;
  /** A connection on which no whole message came within this time is half open and closed. */
  firstMessageMs: number;
  /** A connection without any byte for this long is closed. */
  idleMs: number;
  /** Bytes waiting to be written to one peer before it is given up. */
  backlogBytes: number;
  /** Messages per second from one address, and how many may come at once. */
  messagesPerS: number;
  messageBurst: number;
  /** Dialogs, and requests under way in each direction. */
  dialogs: number;
  exchanges: number;
  /** Calls whose messages are kept readable. */
  tracedCalls: number;
  controlSockets: number;
  /** Bytes waiting for an application that does not read. */
  controlBacklogBytes: number;
  bans: number;
};
export const defaultSignallingLimits: SignallingLimits = {
  messageBytes: 65_535,
  connections: 2_000,
  connectionsPerSource: 200,
  firstMessageMs: 30_000,
  idleMs: 1_800_000,
  backlogBytes: 1_048_576,
  messagesPerS: 3_000,
  messageBurst: 6_000,
  dialogs: 4_000,
  exchanges: 4_000,
  tracedCalls: 500,
  controlSockets: 16,
  controlBacklogBytes: 33_554_432,
  bans: 5_000,
};

export type SignallingOptions = {
  udp?: readonly PointOption[];
  tcp?: readonly PointOption[];
  tls?: readonly TlsPointOption[];
  /** What peers outside our own networks are told to reach us at. */
  externalAddress?: string;
  /** Authorities for outgoing TLS (PEM). Without them certificates of peers are not checked: phones and trunks of small sites sign their own. */
  tlsCa?: string;
  limits?: Partial<SignallingLimits>;
  /** Messages kept per call; 0 keeps none. */
  tracePerCall?: number;
  /** Goes into User-Agent and Server; none when empty. */
  userAgent?: string;
  /** Send in-dialog requests to the source of the peer's messages when its Contact is unreachable. Default true. */
  pinNat?: boolean;
  /** Addresses and networks (CIDR) that are never banned. */
  trusted?: readonly string[];
  /** Shorter times for tests. */
  times?: { [name in "inviteAnswerMs" | "requestAnswerMs" | "orphanMs" | "failoverMs" | "minSeS" | "t1Ms"]?: number };
};

/** A bound listen point. */
export type Listening = { id: string; transport: "udp" | "tcp" | "tls"; host: string; port: number };

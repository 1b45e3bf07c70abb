import type { SipHeader, SipParseFault } from "../message/types.ts";
import type { Peer, TransactionKey, Transactions } from "../transaction/types.ts";
import type { LadderLimits } from "./message-ladder.ts";

/** What an application asks for. Each gets exactly one reply naming `id`. Shapes are those of the control protocol. */
export type AppCommand =
  | { kind: "request"; id: string; dialogId: string; nextHop: string; method: string; uri: string; sip: AppText }
  | { kind: "cancel"; id: string; transactionId: string; sip: AppText }
  | { kind: "response"; id: string; transactionId: string; status: number; reason: string; sip: AppText };
type AppText = { headers: readonly SipHeader[]; body: Uint8Array };

export type Meta = {
  source: "network" | "application";
  bytes: number;
  protocol: Peer["transport"];
  address: string;
  port: number;
  /** Epoch, ms. */
  atMs: number;
};
export type CdrReason =
  | "call-rejected"
  | "call-canceled"
  | "normal-release"
  | "session-expired"
  | "ack-timeout"
  | "system-initiated-termination";

/** What an application is told. */
export type Notice =
  | { kind: "failed"; replyTo: string; why: string }
  | { kind: "new-request"; meta: Meta; transactionId: string; receivedOn: { address: string; port: number }; sip: Uint8Array }
  | { kind: "dialog-request"; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "answer"; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "request-sent"; replyTo: string; meta: Meta; transactionId: string; sip: Uint8Array }
  | { kind: "response-sent"; replyTo: string; meta: Meta; transactionId: string; dialogId: string; sip: Uint8Array }
  | { kind: "cdr-attempt"; source: Meta["source"]; atMs: number; sip: Uint8Array }
  | { kind: "cdr-start"; source: Meta["source"]; atMs: number; role: "uac" | "uas"; sip: Uint8Array }
  | { kind: "cdr-stop"; source: Meta["source"]; atMs: number; reason: CdrReason; sip: Uint8Array };

/** A host to be looked up (RFC 3263); `transport` is set when the URI names one or is sips. */
export type ResolveTarget = { host: string; port?: number; transport?: Peer["transport"]; secure: boolean };
export type Candidate = { transport: Peer["transport"]; address: string; port: number };

export type AgentOutput =
  | { do: "send"; bytes: Uint8Array; to: Peer; key: TransactionKey | undefined }
  /** Answer with `resolved(query, …)`, an empty list when nothing was found. */
  | { do: "resolve"; query: number; target: ResolveTarget }
  | { do: "tell"; client: string; notice: Notice }
  /** This source sent something no honest peer sends. */
  | { do: "suspect"; address: string; why: "undecodable" | "scanner" };

/** The transaction layer, which also answers requests that cannot be read. */
type AgentTransactions = Transactions & { refuse(fault: SipParseFault, from: Peer, now: number): void };

export type ListenPoint = { id: string; transport: Peer["transport"]; address: string; port: number };

export type AgentLimits = {
  /** Requests of the network waiting for an answer. */
  serverExchanges: number;
  clientExchanges: number;
  dialogs: number;
  flows: number;
  ladder: LadderLimits;
};
export type AgentTimes = {
  t1Ms: number;
  t2Ms: number;
  /** How long an application may think before an INVITE gets 408, any other request 500. */
  inviteAnswerMs: number;
  requestAnswerMs: number;
  /** How long the dialogs of a lost application live on. */
  orphanMs: number;
  /** With further addresses to try: silence after which the next one is tried. */
  failoverMs: number;
  /** RFC 4028 5. */
  minSeS: number;
  /** RFC 3261 13.3.1.1: the last provisional is repeated so that proxies keep waiting. */
  provisionalRepeatMs: number;
};
export type AgentOptions = {
  points: readonly ListenPoint[];
  /** Host and port of a listen point as this peer can reach it. */
  advertised: (pointId: string, peerAddress: string) => { host: string; port: number };
  transactions: AgentTransactions;
  /** Unguessable, token characters only. */
  newToken: () => string;
  newId: () => string;
  /** Epoch of monotonic zero. */
  epochMs: number;
  userAgent: string;
  /** Send in-dialog requests to where the peer's messages come from when its Contact is unreachable. */
  pinNat: boolean;
  limits: AgentLimits;
  times: AgentTimes;
};
export const defaultAgentLimits: AgentLimits = {
  serverExchanges: 4_000,
  clientExchanges: 4_000,
  dialogs: 4_000,
  flows: 2_000,
  ladder: { calls: 500, messagesPerCall: 60, messageBytes: 4_096 },
};
export const defaultAgentTimes: AgentTimes = {
  t1Ms: 500,
  t2Ms: 4_000,
  inviteAnswerMs: 32_000,
  requestAnswerMs: 30_000,
  orphanMs: 10_000,
  failoverMs: 4_000,
  minSeS: 90,
  provisionalRepeatMs: 60_000,
};

/** What is going on, for the operator and for leak tests. */
export type Gauges = {
  serverExchanges: number;
  clientExchanges: number;
  dialogs: number;
  timers: number;
  transactions: { client: number; server: number };
};

import type { DialogData } from "../dialog/dialog-data.ts";
import type { SipRequest, SipResponse } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { Candidate } from "./agent-types.ts";
import type { Timer } from "./timer-queue.ts";

/** A request of the network that somebody has to answer. */
export type ServerExchange = {
  /** Transaction id as the application knows it. */
  id: string;
  key: TransactionKey;
  request: SipRequest;
  from: Peer;
  callId: string;
  /** The application it was given to; undefined when the server answers itself. */
  client: string | undefined;
  /** For our side, used in every answer above 100. */
  toTag: string;
  /** The dialog it belongs to or made. */
  dialog: DialogEntry | undefined;
  inDialog: boolean;
  finalSent: boolean;
  /** Repeated now and then while nothing final is known. */
  lastProvisional: SipResponse | undefined;
  waiting: Timer | undefined;
  reliable: ReliableState | undefined;
  /** Told when the next answer goes out, with its complete text. */
  echo: ((response: SipResponse, to: Peer) => void) | undefined;
};

/** RFC 3262 3: provisional answers that must be confirmed, one at a time. */
export type ReliableState = {
  lastRSeq: number;
  /** Waiting for its PRACK. */
  current: { response: SipResponse; rseq: number; resend: Timer | undefined; intervalMs: number } | undefined;
  giveUp: Timer | undefined;
  queued: { response: SipResponse; rseq: number; echo: ServerExchange["echo"] }[];
  /** A final answer that has to wait for the PRACK. */
  held: { run: () => void; lost: () => void } | undefined;
  /** The caller required it, not the application: the server answers the PRACK itself. */
  own: Set<number>;
  /** Our answer to the caller's offer was confirmed (RFC 3311 5.2). */
  answered: boolean;
};

/** `late`: from an address that was given up; a 2xx there must be acknowledged and hung up. */
export type ExchangeOutcome =
  | { kind: "response"; response: SipResponse; from: Peer; late: boolean }
  | { kind: "failed"; status: 408 | 503 | 487; why: string };

/** A request of ours, of an application or of the server itself. */
export type ClientExchange = {
  id: string;
  client: string | undefined;
  /** Without Via: each attempt gets a new one. */
  request: SipRequest;
  callId: string;
  dialogId: string;
  dialog: DialogEntry | undefined;
  candidates: Candidate[] | Peer[];
  attempt: number;
  key: TransactionKey | undefined;
  state: "resolving" | "trying" | "proceeding" | "done";
  /** The application wants it cancelled, with these extra headers. */
  cancelled: boolean;
  failover: Timer | undefined;
  /** RFC 3262 4: RSeq of the last reliable provisional, per remote tag. */
  rseqs: Map<string, number>;
  /** Remote tag of the 2xx that won. */
  winner: string | undefined;
  /** Forks that answered too late, by remote tag, with the ACK they got. */
  losers: Map<string, { message: SipRequest; to: Peer } | undefined>;
  /** As it went out, with Via. */
  sentRequest: SipRequest | undefined;
  sentTo: Peer | undefined;
  /** Told of everything but 100. */
  hear: (outcome: ExchangeOutcome) => void;
  /** First time it goes out: the moment to echo it. */
  sent: ((request: SipRequest, to: Peer) => void) | undefined;
};

/** A dialog and what goes on in it. */
export type DialogEntry = {
  key: string;
  data: DialogData;
  owner: string | undefined;
  ending: boolean;
  serverInvite: ServerExchange | undefined;
  serverUpdate: ServerExchange | undefined;
  clientInvite: ClientExchange | undefined;
  clientUpdate: ClientExchange | undefined;
  /** Our 2xx to an INVITE, repeated until its ACK (RFC 3261 13.3.1.4). */
  unacked:
    | {
        cseq: number;
        response: SipResponse;
        to: Peer;
        transactionId: string;
        intervalMs: number;
        resend: Timer | undefined;
        giveUp: Timer;
      }
    | undefined;
  /** Requests of the application that may go only after the ACK (RFC 3261 15); `lost` when the dialog ends before. */
  whenAcked: { run: () => void; lost: () => void }[];
  /** The peer's 2xx to our INVITE: its number, and the ACK once the application gave it (RFC 3261 13.2.2.4). */
  answered: { cseq: number; ack: { message: SipRequest; to: Peer } | undefined; giveUp: Timer | undefined } | undefined;
  /** The application cancelled while the 2xx was under way: BYE as soon as the ACK is out or in. */
  hangUpWhenAcked: string | undefined;
  sessionTimer: Timer | undefined;
  expiry: Timer | undefined;
  orphan: Timer | undefined;
};

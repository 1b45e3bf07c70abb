import type { Peer } from "../transaction/types.ts";

/** RFC 4028: what both sides agreed. Deadlines are monotonic ms of the server that holds the dialog; a snapshot turns them into what is left. */
type SessionTimer = {
  intervalS: number;
  refresher: "us" | "them";
  /** When we refresh (refresher "us") or give the peer up (refresher "them"). */
  dueAtMs: number;
};

/** A dialog as plain serialisable data: all that is needed to go on with it in another server (RFC 3261 12). */
export type DialogData = {
  /** `<Call-ID>;from-tag=<tag of From of the request that formed it>`. Forks of one INVITE share it. */
  id: string;
  usage: "invite" | "subscribe";
  role: "uac" | "uas";
  state: "early" | "confirmed";
  callId: string;
  localTag: string;
  /** Empty for a peer that sent none (RFC 2543). */
  remoteTag: string;
  /** Name-addr of our and the peer's side, without tag. */
  localParty: string;
  remoteParty: string;
  localCSeq: number;
  /** Highest seen; undefined until the peer sends a request. */
  remoteCSeq?: number;
  /** Route values in the order they are sent. */
  routeSet: string[];
  remoteTarget: string;
  /** The Contact value we gave. */
  localContact: string;
  /** RFC 3261 12.1: the forming request was to a SIPS URI over TLS. */
  secure: boolean;
  localSdp?: string;
  remoteSdp?: string;
  /** Methods of the peer's Allow, upper case. */
  peerAllows: string[];
  peerSupportsTimer: boolean;
  sessionTimer?: SessionTimer;
  /** NAT: requests go here, whatever the peer's Contact says. */
  pinned?: { address: string; port: number };
  /** Where the last message of the peer came from. */
  peer: Peer;
  /** Subscriptions end by themselves; same clock as the session timer. */
  expiresAtMs?: number;
};

export const dialogId = (callId: string, fromTag: string): string => `${callId};from-tag=${fromTag}`;
/** Unique per dialog, forks included (RFC 3261 12: Call-ID, local tag, remote tag). */
export const dialogKey = (callId: string, localTag: string, remoteTag: string): string => `${callId}\n${localTag}\n${remoteTag}`;
export const keyOf = (dialog: DialogData): string => dialogKey(dialog.callId, dialog.localTag, dialog.remoteTag);

import { acceptCSeq, noteRemoteSdp, refreshTarget } from "../dialog/dialog-rules.ts";
import type { SipRequest } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { endPending } from "./hang-up.ts";
import type { DialogEntry } from "./live-state.ts";
import { afterPrack, pracked } from "./reliable-provisional.ts";
import type { Refusal } from "./server-exchange.ts";
import { answerOurselves, openServerExchange } from "./server-exchange.ts";
import { isTooShort } from "./session-timer.ts";
import { watchSubscription } from "./subscription.ts";

/** A request of the peer inside a dialog (RFC 3261 12.2.2). */
export function requestInDialog(core: AgentCore, key: TransactionKey, request: SipRequest, from: Peer, entry: DialogEntry): void {
  const obstacle = acceptCSeq(entry.data, request) ? conflict(core, entry, request) : { status: 500, headers: retryAfter(0) };
  if (obstacle !== undefined) {
    answerOurselves(core, key, request, obstacle);
    return;
  }
  followPeer(entry, from);
  const owner = ownerOf(core, entry);
  switch (request.method) {
    case "BYE":
      // RFC 3261 15.1.2: the dialog is over whatever anybody answers.
      endPending(core, entry);
      if (owner === undefined) answerOurselves(core, key, request, { status: 200 });
      else handOver(core, key, request, from, entry, owner);
      core.cdr({ kind: "stop", reason: "normal-release" }, "network", request);
      core.dropDialog(entry);
      return;
    case "PRACK":
      prack(core, key, request, from, entry, owner);
      return;
    default:
      if (owner === undefined) answerOurselves(core, key, request, { status: 480 });
      else handOver(core, key, request, from, entry, owner);
  }
}

function prack(
  core: AgentCore,
  key: TransactionKey,
  request: SipRequest,
  from: Peer,
  entry: DialogEntry,
  owner: string | undefined,
): void {
  const invite = entry.serverInvite;
  const whose = pracked(core, invite, request);
  if (whose === "unknown" || invite === undefined) {
    answerOurselves(core, key, request, { status: 481 }); // RFC 3262 3
    return;
  }
  noteRemoteSdp(entry.data, request);
  if (whose === "mine" || owner === undefined) answerOurselves(core, key, request, { status: 200 });
  else handOver(core, key, request, from, entry, owner);
  afterPrack(core, invite);
}

/** A connection that is new is the way back from now on; over UDP only a peer that is pinned may have got another port of its router. */
export function followPeer({ data }: DialogEntry, from: Peer): void {
  if (from.transport !== "udp" || data.peer.transport !== "udp") data.peer = from;
  else if (data.pinned !== undefined && data.pinned.address === from.address) data.pinned.port = from.port;
}

/** Reasons to refuse that the application need not decide. */
function conflict(core: AgentCore, entry: DialogEntry, request: SipRequest): Refusal | undefined {
  const again: Refusal = { status: 500, headers: retryAfter(1 + (Math.floor(core.now) % 9)) };
  switch (request.method) {
    case "INVITE": // RFC 3261 14.2
      if (entry.serverInvite !== undefined) return again;
      if (entry.clientInvite !== undefined) return { status: 491 };
      break;
    case "UPDATE": // RFC 3311 5.2
      if (entry.serverUpdate !== undefined) return again;
      if (request.body.length === 0) break;
      if (entry.clientUpdate !== undefined || entry.clientInvite !== undefined) return { status: 491 };
      if (offerUnanswered(entry)) return again;
      break;
    default:
      return undefined;
  }
  const { minSeS } = core.options.times;
  return isTooShort(request, minSeS) ? { status: 422, headers: [{ name: "Min-SE", value: String(minSeS) }] } : undefined;
}

function offerUnanswered({ serverInvite }: DialogEntry): boolean {
  return serverInvite !== undefined && serverInvite.request.body.length > 0 && serverInvite.reliable?.answered !== true;
}

const retryAfter = (seconds: number): Refusal["headers"] => [{ name: "Retry-After", value: String(seconds) }];

/** The application the dialog belongs to; when that is gone and came back, or the dialog was restored, the one that came last. */
function ownerOf(core: AgentCore, entry: DialogEntry): string | undefined {
  if (core.roster.has(entry.owner)) return entry.owner;
  return core.roster.latest();
}

function handOver(
  core: AgentCore,
  key: TransactionKey,
  request: SipRequest,
  from: Peer,
  entry: DialogEntry,
  owner: string,
): void {
  const exchange = openServerExchange(core, key, request, from, entry.data.callId, owner);
  exchange.dialog = entry;
  exchange.inDialog = true;
  exchange.toTag = entry.data.localTag;
  if (request.method === "INVITE") entry.serverInvite = exchange;
  if (request.method === "UPDATE") entry.serverUpdate = exchange;
  if (request.method === "NOTIFY") {
    refreshTarget(entry.data, "NOTIFY", request);
    watchSubscription(core, entry, request, undefined);
  }
  const sip = core.bytesOf(request);
  const meta = core.metaOf("network", sip, from);
  core.tell(owner, { kind: "dialog-request", meta, transactionId: exchange.id, dialogId: entry.data.id, sip });
}

import { cseqOf } from "../message/cseq.ts";
import { headerValue } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipMessage, SipRequest } from "../message/types.ts";
import { branchOf, type Via } from "../message/via.ts";
import type { TransactionKey } from "./types.ts";

const cookie = "z9hG4bK";

/** True for branches of RFC 3261 elements; a bare cookie makes nothing unique (RFC 4475 3.2.1). */
const isUnique = (branch: string): boolean =>
  branch.length > cookie.length && branch.slice(0, cookie.length).toLowerCase() === "z9hg4bk";

export const makeBranch = (id: string): string => cookie + id;

/** RFC 3261 17.1.3: branch and method of CSeq. */
export const clientKey = (branch: string, method: string): TransactionKey => `c|${branch}|${method}`;

/** RFC 3261 17.2.3: branch, sent-by and method; what RFC 2543 compared for older clients. ACK finds its INVITE, `method` overrides for CANCEL. */
export function serverKey(request: SipRequest, via: Via, method: string = request.method): TransactionKey {
  const wanted = method === "ACK" ? "INVITE" : method;
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? (via.transport === "TLS" ? 5061 : 5060)}`;
  const branch = branchOf(via);
  if (branch !== undefined && isUnique(branch)) return `s|${branch}|${sentBy}|${wanted}`;
  return `s2543|${identity(request)}|${request.uri}|${branch ?? ""}|${sentBy}|${wanted}`;
}

/** Call-ID, From tag and CSeq number. */
function identity(message: SipMessage): string {
  const fromTag = tagOf(headerValue(message, "From") ?? "") ?? "";
  return `${headerValue(message, "Call-ID") ?? ""}|${fromTag}|${cseqOf(message)?.number ?? ""}`;
}

/** Same for every copy of one request that reached us over several ways (RFC 3261 8.2.2.2); undefined inside a dialog. */
export function mergeKey(request: SipRequest): string | undefined {
  return tagOf(headerValue(request, "To") ?? "") === undefined ? `${identity(request)}|${request.method}` : undefined;
}

export const is2543 = (key: TransactionKey): boolean => key.startsWith("s2543|");

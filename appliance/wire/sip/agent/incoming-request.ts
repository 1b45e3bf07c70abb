import { headerValue, headerValues } from "../message/headers.ts";
import { tagOf } from "../message/name-addr.ts";
import type { SipRequest } from "../message/types.ts";
import type { Peer, TransactionKey } from "../transaction/types.ts";
import type { AgentCore } from "./agent-core.ts";
import { dialogFromNotify } from "./dialog-from-notify.ts";
import { requestInDialog } from "./request-in-dialog.ts";
import type { Refusal } from "./server-exchange.ts";
import { answerOurselves, openServerExchange } from "./server-exchange.ts";
import { isTooShort } from "./session-timer.ts";

/** RFC 3261 8.2.2.3: option tags a request may require of us; the last ones are the application's business. */
const understood: ReadonlySet<string> = new Set([
  "100rel",
  "timer",
  "replaces",
  "norefersub",
  "path",
  "outbound",
  "gruu",
  "eventlist",
  "histinfo",
  "tdialog",
]);
const methods: ReadonlySet<string> = new Set([
  "INVITE",
  "BYE",
  "OPTIONS",
  "REGISTER",
  "PRACK",
  "SUBSCRIBE",
  "NOTIFY",
  "PUBLISH",
  "INFO",
  "REFER",
  "MESSAGE",
  "UPDATE",
]);
/** These mean nothing outside a dialog. */
const dialogOnly: ReadonlySet<string> = new Set(["BYE", "PRACK", "UPDATE", "INFO", "NOTIFY"]);
/** Without a Contact nobody could answer back (RFC 3261 8.1.1.8, RFC 6665 4.1.2.1, RFC 3515 2.2). */
const needsContact: ReadonlySet<string> = new Set(["INVITE", "SUBSCRIBE", "REFER"]);
export const allowedMethods = "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, SUBSCRIBE, MESSAGE";
const LATER = [{ name: "Retry-After", value: "10" }];

/** A request of the network that is no retransmission, no ACK and no CANCEL. */
export function requestReceived(core: AgentCore, key: TransactionKey, request: SipRequest, from: Peer): void {
  const toTag = tagOf(headerValue(request, "To") ?? "");
  const fromTag = tagOf(headerValue(request, "From") ?? "");
  const callId = headerValue(request, "Call-ID") ?? "";
  const fault = faultOf(request, callId, fromTag);
  if (fault !== undefined) {
    answerOurselves(core, key, request, fault);
    return;
  }
  if (toTag !== undefined) {
    const known = core.dialogs.find(callId, toTag, fromTag ?? "");
    const entry = known ?? (request.method === "NOTIFY" ? dialogFromNotify(core, request, from, callId, toTag) : undefined);
    if (entry !== undefined) requestInDialog(core, key, request, from, entry);
    else answerOurselves(core, key, request, { status: 481 }); // RFC 3261 12.2.2
    return;
  }
  const client = core.roster.pick(request.method.toLowerCase());
  const refusal = refusalOf(core, request, client);
  if (refusal !== undefined || client === undefined) {
    answerOurselves(core, key, request, refusal ?? { status: 503 });
    return;
  }
  const exchange = openServerExchange(core, key, request, from, callId, client);
  const sip = core.bytesOf(request);
  const { host: address, port } = core.options.advertised(from.local, from.address);
  const meta = core.metaOf("network", sip, from);
  core.tell(client, { kind: "new-request", meta, transactionId: exchange.id, receivedOn: { address, port }, sip });
  if (request.method === "INVITE") core.cdr({ kind: "attempt" }, "network", request);
}

/** What is wrong with any request, in a dialog or not. */
function faultOf(request: SipRequest, callId: string, fromTag: string | undefined): Refusal | undefined {
  if (!methods.has(request.method)) return { status: 501, headers: [{ name: "Allow", value: allowedMethods }] }; // RFC 3261 21.5.2
  // RFC 3261 8.1.1.3. Bars and blanks would break the identifiers applications know dialogs by.
  if (fromTag === undefined || fromTag === "" || /[|\s]/.test(fromTag) || /[|\s]/.test(callId)) return { status: 400 };
  if (request.method !== "OPTIONS" && Number(headerValue(request, "Max-Forwards") ?? "70") === 0) return { status: 483 }; // RFC 3261 16.3
  const unsupported = headerValues(request, "Require").filter((option) => !understood.has(option.toLowerCase()));
  return unsupported.length === 0
    ? undefined
    : { status: 420, headers: [{ name: "Unsupported", value: unsupported.join(", ") }] };
}

/** Why a request outside any dialog is not given to an application. */
function refusalOf(core: AgentCore, request: SipRequest, client: string | undefined): Refusal | undefined {
  const { method } = request;
  const { limits, times } = core.options;
  if (dialogOnly.has(method)) return { status: 481 };
  if (needsContact.has(method) && (headerValues(request, "Contact")[0] ?? "*") === "*") return { status: 400 };
  const full = core.serverById.size >= limits.serverExchanges || (method === "INVITE" && core.dialogs.full);
  if (core.stopping || full) return { status: 503, headers: LATER };
  if (method === "INVITE" && isTooShort(request, times.minSeS)) {
    return { status: 422, headers: [{ name: "Min-SE", value: String(times.minSeS) }] }; // RFC 4028 9
  }
  if (client !== undefined) return undefined;
  // With an application there, a REFER nobody wants is a method not allowed; everything else unrouted is a service that is away.
  return method === "REFER" && core.roster.size > 0
    ? { status: 405, headers: [{ name: "Allow", value: allowedMethods }] }
    : { status: 503 };
}

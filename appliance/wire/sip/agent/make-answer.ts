import { addHeader, hasHeader, hasListed, headerValue, removeHeader } from "../message/headers.ts";
import { makeResponse } from "../message/make-response.ts";
import type { SipResponse } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { appHeaders, guessContentType, ownContact } from "./app-headers.ts";
import { allowedMethods } from "./incoming-request.ts";
import type { ServerExchange } from "./live-state.ts";
import { answerTimer } from "./session-timer.ts";

/** Copied from the request, or treated apart. */
const notTaken: ReadonlySet<string> = new Set(["call-id", "cseq", "from", "to", "require", "session-expires"]);

/** The whole answer, or why it can't be made. */
export function makeAnswer(
  core: AgentCore,
  exchange: ServerExchange,
  { status, reason, sip }: Extract<AppCommand, { kind: "response" }>,
): SipResponse | string {
  const { request, from } = exchange;
  const place = { ...core.options.advertised(from.local, from.address), transport: from.transport };
  const response = makeResponse(request, status, reason === "" ? undefined : reason, { toTag: exchange.toTag });
  response.headers.push(...appHeaders(sip.headers, place, notTaken));
  for (const { name, value } of sip.headers) if (name.toLowerCase() === "require") addHeader(response, "Require", value);
  if (needsContact(exchange, status) && !hasHeader(response, "Contact")) {
    addHeader(response, "Contact", exchange.dialog?.data.localContact || ownContact(place, /^sips:/i.test(request.uri)));
  }
  if (request.method === "INVITE" && status >= 200 && status < 300 && !hasHeader(response, "Allow"))
    addHeader(response, "Allow", allowedMethods); // RFC 3261 13.3.1.4
  addTimerHeaders(core, exchange, response, sip.headers.find(({ name }) => name.toLowerCase() === "session-expires")?.value);
  if (core.options.userAgent !== "" && !hasHeader(response, "Server") && !hasHeader(response, "User-Agent"))
    addHeader(response, "Server", core.options.userAgent);
  if (sip.body.length > 0) {
    const contentType = headerValue(response, "Content-Type") ?? guessContentType(sip.body);
    if (contentType === undefined) return "missing content-type";
    if (!hasHeader(response, "Content-Type")) addHeader(response, "Content-Type", contentType);
    response.body = sip.body;
  } else removeHeader(response, "Content-Type");
  return response;
}

/** RFC 3261 12.1.1, RFC 3311 5.2, RFC 6665 4.2.1. */
function needsContact({ request: { method } }: ServerExchange, status: number): boolean {
  if (method === "INVITE") return status > 100 && status < 300;
  return (
    (method === "SUBSCRIBE" || method === "UPDATE" || method === "REFER" || method === "NOTIFY") && status >= 200 && status < 300
  );
}

function addTimerHeaders(core: AgentCore, exchange: ServerExchange, response: SipResponse, given: string | undefined): void {
  const { method } = exchange.request;
  if (response.status < 200 || response.status >= 300 || (method !== "INVITE" && method !== "UPDATE")) return;
  const { headers, timer } = answerTimer(exchange.request, given, core.options.times.minSeS);
  if (timer === undefined) return;
  for (const { name, value } of headers) addHeader(response, name, value);
  if (!hasListed(response, "Supported", "timer")) addHeader(response, "Supported", "timer");
}

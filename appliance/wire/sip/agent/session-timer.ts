import { hasListed, headerValue } from "../message/headers.ts";
import { formatSessionExpires, parseDeltaSeconds, parseSessionExpires } from "../message/session-expires.ts";
import type { SipHeader, SipRequest, SipResponse } from "../message/types.ts";

/** RFC 4028 negotiation, without state. */
export type AgreedTimer = { intervalS: number; refresher: "us" | "them" };

/** RFC 4028 9: an interval below our minimum is refused with 422. */
export function isTooShort(request: SipRequest, minSeS: number): boolean {
  const text = headerValue(request, "Session-Expires");
  const wanted = text === undefined ? undefined : parseSessionExpires(text);
  return wanted !== undefined && wanted.intervalS < minSeS;
}

/**
 * What our 2xx says about the session timer (RFC 4028 9, table 2). `given` is the Session-Expires the application put there, if any.
 * No headers means: no timer.
 */
export function answerTimer(
  request: SipRequest,
  given: string | undefined,
  minSeS: number,
): { headers: SipHeader[]; timer?: AgreedTimer } {
  const asked = parseSessionExpires(headerValue(request, "Session-Expires") ?? "");
  const own = given === undefined ? undefined : parseSessionExpires(given);
  if (asked === undefined && own === undefined) return { headers: [] };
  const peerCan = hasListed(request, "Supported", "timer") || hasListed(request, "Require", "timer");
  const floor = Math.max(minSeS, parseDeltaSeconds(headerValue(request, "Min-SE") ?? "") ?? 0);
  // The answer may shorten the interval, never raise it.
  const intervalS = Math.max(
    floor,
    Math.min(own?.intervalS ?? Number.POSITIVE_INFINITY, asked?.intervalS ?? Number.POSITIVE_INFINITY),
  );
  const refresher = peerCan ? (asked?.refresher ?? own?.refresher ?? "uac") : "uas";
  const headers: SipHeader[] = [{ name: "Session-Expires", value: formatSessionExpires({ intervalS, refresher, params: [] }) }];
  if (refresher === "uac") headers.push({ name: "Require", value: "timer" });
  return { headers, timer: { intervalS, refresher: refresher === "uac" ? "them" : "us" } };
}

/** What the peer's 2xx agreed to (RFC 4028 7.2). Without a word about the refresher it is us. */
export function agreedTimer(response: SipResponse): AgreedTimer | undefined {
  const said = parseSessionExpires(headerValue(response, "Session-Expires") ?? "");
  if (said === undefined || said.intervalS <= 0) return undefined;
  return { intervalS: said.intervalS, refresher: said.refresher === "uas" ? "them" : "us" };
}

/** For a request of ours while a timer runs: the refresher keeps its role, the names are those of this transaction (RFC 4028 7.4). */
export function refreshHeaders({ intervalS, refresher }: AgreedTimer, minSeS: number): SipHeader[] {
  const value = formatSessionExpires({ intervalS, refresher: refresher === "us" ? "uac" : "uas", params: [] });
  const headers: SipHeader[] = [{ name: "Session-Expires", value }];
  if (intervalS > minSeS) headers.push({ name: "Min-SE", value: String(minSeS) });
  return headers;
}

/** RFC 4028 10: we refresh at half time; the peer is given up a little before its time is over. */
export function timerDelayMs({ intervalS, refresher }: AgreedTimer): number {
  return 1_000 * (refresher === "us" ? intervalS / 2 : intervalS - Math.min(32, intervalS / 3));
}

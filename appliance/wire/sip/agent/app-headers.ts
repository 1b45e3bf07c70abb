import type { SipHeader } from "../message/types.ts";

/** Spellings for the names applications write in lower case. */
const spelled = new Map(
  [
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Alert-Info",
    "Allow",
    "Allow-Events",
    "Authentication-Info",
    "Authorization",
    "Call-ID",
    "Call-Info",
    "Contact",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Type",
    "CSeq",
    "Date",
    "Diversion",
    "Event",
    "Expires",
    "From",
    "Geolocation",
    "History-Info",
    "In-Reply-To",
    "Join",
    "Max-Forwards",
    "MIME-Version",
    "Min-Expires",
    "Min-SE",
    "Organization",
    "P-Asserted-Identity",
    "P-Preferred-Identity",
    "Path",
    "Priority",
    "Privacy",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Require",
    "RAck",
    "Reason",
    "Refer-To",
    "Referred-By",
    "Remote-Party-ID",
    "Replaces",
    "Reply-To",
    "Request-Disposition",
    "Require",
    "Retry-After",
    "RSeq",
    "Server",
    "Service-Route",
    "Session-Expires",
    "SIP-ETag",
    "SIP-If-Match",
    "Subject",
    "Subscription-State",
    "Supported",
    "To",
    "Unsupported",
    "User-Agent",
    "Warning",
    "WWW-Authenticate",
  ].map((name) => [name.toLowerCase(), name]),
);

/** These are the server's alone; what an application says of them is dropped. */
const reserved: ReadonlySet<string> = new Set(["via", "route", "record-route", "rseq", "content-length"]);

export type OwnPlace = { host: string; port: number; transport: "udp" | "tcp" | "tls" };

/**
 * The headers an application gave, ready to be sent: names spelled as usual, reserved ones dropped, `localhost` replaced by our own place —
 * anywhere in From, after `@` in To, Contact and P-Asserted-Identity. `except` names (lower case) are left to the caller.
 */
export function appHeaders(given: readonly SipHeader[], place: OwnPlace, except: ReadonlySet<string>): SipHeader[] {
  const out: SipHeader[] = [];
  for (const { name, value } of given) {
    const lower = name.toLowerCase();
    if (reserved.has(lower) || except.has(lower)) continue;
    out.push({ name: spelled.get(lower) ?? name, value: withOwnPlace(lower, value, place) });
  }
  return out;
}

export function withOwnPlace(lowerName: string, value: string, place: OwnPlace): string {
  if (!value.includes("localhost")) return value;
  const host = place.host.includes(":") ? `[${place.host}]` : place.host;
  const hostPort = `${host}:${place.port}`;
  switch (lowerName) {
    case "from":
      return value.replace(/\blocalhost\b(?::\d+)?/g, hostPort);
    case "contact":
      // The peer must come back the way it can reach us.
      return value.replace(
        /@localhost\b(?::\d+)?(?![^>]*;transport=)/g,
        `@${hostPort}${place.transport === "udp" ? "" : `;transport=${place.transport}`}`,
      );
    case "to":
    case "p-asserted-identity":
      return value.replace(/@localhost\b(?::\d+)?/g, `@${hostPort}`);
    default:
      return value;
  }
}

/** The Contact we give when the application gave none: no user part, and the way back. */
export function ownContact({ host, port, transport }: OwnPlace, secure: boolean): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  // RFC 3261 12.1.1: a SIPS request wants a SIPS Contact. `sips:` for every TLS call would forbid the peer any other hop.
  if (secure) return `<sips:${shown}:${port}>`;
  return transport === "udp" ? `<sip:${shown}:${port}>` : `<sip:${shown}:${port};transport=${transport}>`;
}

/** `application/sdp` goes without saying for a body that begins like one; anything else must be named. */
export function guessContentType(body: Uint8Array): string | undefined {
  return body[0] === 0x76 && body[1] === 0x3d && body[2] === 0x30 ? "application/sdp" : undefined;
}

import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request comes from the box's own pages, or from no page at all. Browsers put `Sec-Fetch-Site` (W3C Fetch Metadata) or at least
 * `Origin` (RFC 6454 7) on every request that changes something and on every WebSocket handshake, and pages can't forge them.
 */
export function sameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  try {
    return host !== undefined && new URL(origin).host === host.toLowerCase();
  } catch {
    // "null": a sandboxed frame or a local file.
    return false;
  }
}

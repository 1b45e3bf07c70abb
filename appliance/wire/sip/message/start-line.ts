import { isToken, readNumber, tokenEnd } from "./chars.ts";
import { parseUri, schemeOf } from "./uri.ts";

/** `why` and `answer` say what is wrong with a line that is still recognisable as a request's. */
export type StartLine =
  | { kind: "request"; method: string; uri: string; why?: string; answer?: number }
  | { kind: "response"; status: number; reason: string }
  | { kind: "fault"; why: string };

const spoken = ["sip", "sips", "tel"];

export function readStartLine(line: string): StartLine {
  if (line.slice(0, 4).toUpperCase() === "SIP/") return readStatusLine(line);
  const method = line.slice(0, tokenEnd(line, 0));
  // Trailing blanks are wrong, but such a line is a request all the same (RFC 4475 3.1.2.10).
  const trimmed = line.trimEnd();
  const versionAt = trimmed.lastIndexOf(" ") + 1;
  const version = trimmed.slice(versionAt);
  if (!isToken(method) || line.charCodeAt(method.length) !== 32 || versionAt <= method.length + 1)
    return { kind: "fault", why: "no SIP start line" };
  if (version.slice(0, 4).toUpperCase() !== "SIP/") return { kind: "fault", why: "no SIP start line" };
  const uri = line.slice(method.length + 1, versionAt - 1);
  const bad = (answer: number, why: string): StartLine => ({ kind: "request", method, uri, why, answer });
  // RFC 3261 21.5.6
  if (version.slice(4) !== "2.0")
    return isVersion(version.slice(4)) ? bad(505, "other SIP version") : bad(400, "malformed version");
  // RFC 3261 25.1: exactly one blank between the parts
  if (trimmed.length !== line.length || uri === "" || uri.includes(" ") || uri.includes("\t"))
    return bad(400, "stray blanks in request line");
  const scheme = schemeOf(uri);
  if (scheme === undefined || !isScheme(scheme)) return bad(400, "malformed Request-URI");
  // RFC 3261 21.4.14
  if (!spoken.includes(scheme)) return bad(416, "unknown URI scheme");
  return parseUri(uri) ? { kind: "request", method, uri } : bad(400, "malformed Request-URI");
}

function readStatusLine(line: string): StartLine {
  const status = readNumber(line.slice(8, 11), 699);
  if (line.slice(3, 8) !== "/2.0 " || status === undefined || status < 100)
    return { kind: "fault", why: "malformed status line" };
  if (line.length > 11 && line.charCodeAt(11) !== 32) return { kind: "fault", why: "malformed status line" };
  return { kind: "response", status, reason: line.slice(12) };
}

function isVersion(text: string): boolean {
  const dot = text.indexOf(".");
  return dot > 0 && readNumber(text.slice(0, dot), 1e6) !== undefined && readNumber(text.slice(dot + 1), 1e6) !== undefined;
}

function isScheme(scheme: string): boolean {
  for (let i = 0; i < scheme.length; i++) {
    const code = scheme.charCodeAt(i);
    const letter = code >= 97 && code <= 122;
    if (!letter && (i === 0 || !((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46))) return false;
  }
  return scheme !== "";
}

import { decodeUtf8 } from "../../../kit/utf8.ts";
import { checkHeaders } from "./check-headers.ts";
import { type Head, headEnd, readHead } from "./head.ts";
import { emptyBody } from "./make-request.ts";
import { readStartLine } from "./start-line.ts";
import { defaultSipLimits, type SipLimits, type SipMessage, type SipParseFault, type SipRequest } from "./types.ts";

/**
 * One message from a datagram, or one frame of a stream (see StreamFramer). Never throws; linear in the number of bytes.
 * A fault names the status to answer when the bytes are recognisably a request other than ACK that has a Via; silence is right otherwise.
 * Header values stay text; those that routing and matching need were checked.
 */
export function parseMessage(
  bytes: Uint8Array,
  limits: SipLimits = defaultSipLimits,
  framing: "datagram" | "stream" = "datagram",
): SipMessage | SipParseFault {
  let start = 0;
  // RFC 3261 7.5
  while (bytes[start] === 13 && bytes[start + 1] === 10) start += 2;
  if (start === bytes.length) return { kind: "fault", why: "empty" };
  const end = headEnd(bytes, start);
  const headStop = end < 0 ? bytes.length : end;
  const tooLarge = bytes.length - start > limits.messageBytes;
  const text = decodeUtf8(bytes.subarray(start, Math.min(headStop, start + limits.messageBytes)));
  const head = readHead(text, limits);
  const line = readStartLine(head.startLine);
  if (line.kind === "fault") return line;
  const request: SipRequest | undefined =
    line.kind === "request"
      ? { kind: "request", method: line.method, uri: line.uri, headers: head.headers, body: emptyBody }
      : undefined;
  const check = checkHeaders(head.headers, request?.method);
  const fault = (why: string, answer: number): SipParseFault => {
    if (!request || request.method === "ACK" || !check.hasVia) return { kind: "fault", why, ...(request && { request }) };
    return { kind: "fault", why, answer, request };
  };
  // RFC 3261 21.5.7
  if (tooLarge || head.tooLarge) return fault(head.why ?? "message too large", 513);
  if (line.kind === "request" && line.why !== undefined) return fault(line.why, line.answer ?? 400);
  const why = head.why ?? (end < 0 ? "head never ends" : check.why);
  if (why !== undefined) return fault(why, 400);
  const body = readBody(bytes, end + 4, check.contentLength, framing);
  if (typeof body === "string") return fault(body, 400);
  return line.kind === "request"
    ? { ...request!, body }
    : { kind: "response", status: line.status, reason: line.reason, headers: head.headers, body };
}

/** A copy, so that the receiver's buffer is free again; a string says what is wrong. */
function readBody(
  bytes: Uint8Array,
  from: number,
  contentLength: number | undefined,
  framing: "datagram" | "stream",
): Uint8Array | string {
  // RFC 3261 18.3: mandatory on streams; datagrams end the body, and what follows the stated length is no part of it
  if (contentLength === undefined && framing === "stream") return "no Content-Length";
  const length = contentLength ?? bytes.length - from;
  if (length > bytes.length - from) return "body shorter than Content-Length";
  return copy(bytes, from, length);
}

function copy(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (length === 0) return emptyBody;
  const body = new Uint8Array(length);
  body.set(bytes.subarray(from, from + length));
  return body;
}

/**
 * Text that looks like a message but was not on the wire: no header is required and none is checked, Content-Length is ignored, all after the
 * blank line is the body. For control protocols and message/sipfrag (RFC 3420). Undefined without a start line or with broken header lines.
 */
export function parseDraft(bytes: Uint8Array, limits: SipLimits = defaultSipLimits): SipMessage | undefined {
  if (bytes.length > limits.messageBytes) return undefined;
  const end = headEnd(bytes, 0);
  let text = decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
  if (end < 0 && text.endsWith("\r\n")) text = text.slice(0, -2);
  const head: Head = readHead(text, limits);
  const line = readStartLine(head.startLine);
  if (head.why !== undefined || line.kind === "fault") return undefined;
  const body = end < 0 ? emptyBody : copy(bytes, end + 4, bytes.length - end - 4);
  if (line.kind === "response")
    return { kind: "response", status: line.status, reason: line.reason, headers: head.headers, body };
  return line.uri === "" ? undefined : { kind: "request", method: line.method, uri: line.uri, headers: head.headers, body };
}

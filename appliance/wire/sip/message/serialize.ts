import { encodeUtf8 } from "../../../kit/utf8.ts";
import type { SipMessage } from "./types.ts";

// A line break inside a value would start a header of its own.
const oneLine = (text: string): string =>
  text.includes("\n") || text.includes("\r") ? text.replaceAll("\r", " ").replaceAll("\n", " ") : text;

/** Bytes for the wire. Header order is kept; Content-Length is always computed and stands last, whatever the message said. */
export function serialize(message: SipMessage): Uint8Array {
  let head =
    message.kind === "request"
      ? `${oneLine(message.method)} ${oneLine(message.uri)} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${oneLine(message.reason)}\r\n`;
  for (const { name, value } of message.headers) {
    if (name.length === 14 && name.toLowerCase() === "content-length") continue;
    head += `${oneLine(name)}: ${oneLine(value)}\r\n`;
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`;
  const bytes = encodeUtf8(head);
  if (message.body.length === 0) return bytes;
  const out = new Uint8Array(bytes.length + message.body.length);
  out.set(bytes);
  out.set(message.body, bytes.length);
  return out;
}

import { encodeUtf8 } from "../../../kit/utf8.ts";

/** A message from lines as one reads them: the leading line break of the template goes, all others become CRLF. Backslashes are themselves. */
export function lines(strings: TemplateStringsArray): string {
  const text = strings.raw[0] ?? "";
  return (text.startsWith("\n") ? text.slice(1) : text).replaceAll("\n", "\r\n");
}

/** The session description that most of the messages carry: 150 bytes with an 9-character address. */
export const sdp = (address: string, connection: string = address, times = "0 0"): string =>
  [
    "v=0",
    `o=mhandley 29739 7272939 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${connection}`,
    `t=${times}`,
    "m=audio 49217 RTP/AVP 0 12",
    "m=video 3227 RTP/AVP 31",
    "a=rtpmap:31 LPC",
    "",
  ].join("\r\n");

/** Texts are UTF-8, numbers are single bytes. */
export function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  const chunks = parts.map((part) => (typeof part === "string" ? encodeUtf8(part) : Uint8Array.from(part)));
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

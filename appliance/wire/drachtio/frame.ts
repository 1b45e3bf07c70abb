import { encodeUtf8 } from "../../kit/utf8.ts";

/**
 * One control frame: decimal byte length, `#`, payload. `head` is the token line; `sip` is the raw SIP message after it.
 * The length counts bytes, never characters, so a body in any encoding survives.
 */
export function frame(head: string, sip?: Uint8Array): Uint8Array {
  const headBytes = encodeUtf8(sip === undefined ? head : `${head}\r\n`);
  const payloadBytes = headBytes.length + (sip?.length ?? 0);
  const prefix = encodeUtf8(`${payloadBytes}#`);
  const out = new Uint8Array(prefix.length + payloadBytes);
  out.set(prefix, 0);
  out.set(headBytes, prefix.length);
  if (sip !== undefined) out.set(sip, prefix.length + headBytes.length);
  return out;
}

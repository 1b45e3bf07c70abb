import { decodeUtf8, encodeUtf8 } from "../../../kit/utf8.ts";
import { isHex } from "./chars.ts";

/** Undoes %HH; bytes that are no UTF-8 become U+FFFD, broken escapes stay as they are. */
export function unescapeUri(text: string): string {
  if (!text.includes("%")) return text;
  const bytes = encodeUtf8(text);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 37 && i + 2 < bytes.length && isHex(bytes[i + 1]!) && isHex(bytes[i + 2]!)) {
      out[length++] = hexValue(bytes[i + 1]!) * 16 + hexValue(bytes[i + 2]!);
      i += 2;
    } else out[length++] = bytes[i]!;
  }
  return decodeUtf8(out.subarray(0, length));
}

const hexValue = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87);

const hexDigits = "0123456789ABCDEF";

/** Characters outside `allowed` become %HH of their UTF-8 bytes; escapes already there are kept (RFC 3261 19.1.2). */
export function escapeUri(text: string, allowed: (code: number) => boolean): string {
  let clean = true;
  for (let i = 0; i < text.length && clean; i++) clean = allowed(text.charCodeAt(i));
  if (clean) return text;
  const bytes = encodeUtf8(text);
  let out = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const escaped = byte === 37 && i + 2 < bytes.length && isHex(bytes[i + 1]!) && isHex(bytes[i + 2]!);
    out += escaped || allowed(byte) ? String.fromCharCode(byte) : `%${hexDigits[byte >> 4]}${hexDigits[byte & 15]}`;
  }
  return out;
}

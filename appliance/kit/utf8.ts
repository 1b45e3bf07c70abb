// Pure rooms have no host types; these two are part of every JavaScript host we run on and have no side effect.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label: "utf-8" | "latin1");
  decode(bytes: Uint8Array): string;
}
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8");

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);
/** Malformed sequences become U+FFFD, never an exception. */
export const decodeUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

import { encodeUtf8 } from "../../../kit/utf8.ts";
import { expandName } from "./header-names.ts";
import type { SipHeader, SipRequest } from "./types.ts";

export const emptyBody: Uint8Array = new Uint8Array(0);

export type RequestParts = { method: string; uri: string; headers?: readonly SipHeader[]; body?: Uint8Array | string };

/** Text bodies become UTF-8. Header objects are copied, so the parts may be used again. */
export function makeRequest({ method, uri, headers = [], body = emptyBody }: RequestParts): SipRequest {
  return {
    kind: "request",
    method,
    uri,
    headers: headers.map(({ name, value }) => ({ name: expandName(name), value })),
    body: typeof body === "string" ? encodeUtf8(body) : body,
  };
}

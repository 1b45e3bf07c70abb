import { decodeUtf8 } from "../../../kit/utf8.ts";
import type { SipMessage } from "./types.ts";

/** The body as UTF-8 text; malformed sequences become U+FFFD. */
export const bodyText = (message: SipMessage): string => (message.body.length === 0 ? "" : decodeUtf8(message.body));

import { isToken, readNumber } from "./chars.ts";
import { paramValue, parseParams } from "./params.ts";
import { quote } from "./quoted.ts";

/** RFC 3326: `SIP;cause=200;text="Call completed elsewhere"`, `Q.850;cause=16`. */
export type Reason = { protocol: string; cause?: number; text?: string };

/** One value; a line may hold several, see `headerValues`. */
export function parseReason(value: string): Reason | undefined {
  const semicolon = value.indexOf(";");
  const end = semicolon < 0 ? value.length : semicolon;
  const protocol = value.slice(0, end).trim();
  const params = parseParams(value, end);
  if (!isToken(protocol) || !params) return undefined;
  const reason: Reason = { protocol };
  const cause = readNumber(paramValue(params, "cause") ?? "", 65_535);
  const text = paramValue(params, "text");
  if (cause !== undefined) reason.cause = cause;
  if (text !== undefined) reason.text = text;
  return reason;
}

export const formatReason = ({ protocol, cause, text }: Reason): string =>
  `${protocol}${cause === undefined ? "" : `;cause=${cause}`}${text === undefined ? "" : `;text=${quote(text)}`}`;

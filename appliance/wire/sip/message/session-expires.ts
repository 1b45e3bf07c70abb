import { readNumber } from "./chars.ts";
import { formatParams, paramValue, parseParams, type SipParam } from "./params.ts";

/** RFC 4028 4. Other parameters are kept in `params` (without refresher). */
export type SessionExpires = { intervalS: number; refresher?: "uac" | "uas"; params: SipParam[] };

export function parseSessionExpires(text: string): SessionExpires | undefined {
  const delta = deltaSeconds(text);
  if (!delta) return undefined;
  const refresher = paramValue(delta.params, "refresher")?.toLowerCase();
  const params = delta.params.filter((param) => param.name.toLowerCase() !== "refresher");
  if (refresher === undefined) return { intervalS: delta.seconds, params };
  return refresher === "uac" || refresher === "uas" ? { intervalS: delta.seconds, refresher, params } : undefined;
}

export const formatSessionExpires = ({ intervalS, refresher, params }: SessionExpires): string =>
  `${intervalS}${refresher ? `;refresher=${refresher}` : ""}${formatParams(params)}`;

/** Min-SE, Expires, Min-Expires: seconds; parameters are skipped. RFC 4028 5, RFC 3261 20.19. */
export const parseDeltaSeconds = (text: string): number | undefined => deltaSeconds(text)?.seconds;

function deltaSeconds(text: string): { seconds: number; params: SipParam[] } | undefined {
  const semicolon = text.indexOf(";");
  const end = semicolon < 0 ? text.length : semicolon;
  const seconds = readNumber(text.slice(0, end).trim(), 2 ** 32 - 1);
  const params = parseParams(text, end);
  return seconds === undefined || !params ? undefined : { seconds, params };
}

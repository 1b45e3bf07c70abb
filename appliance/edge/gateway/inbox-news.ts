import type { GatewayText } from "../../wire/gateway/gateway-text.ts";
import type { ReadMark } from "./gateway-config.ts";

/**
 * What of a port's inbox is new. As a rule that is what has a higher number than the last one read. `lost` is that last one when it is no more to be found:
 * then the gateway may count anew, and what has no higher number is new if it was sent later.
 */
export const newsOf = (
  texts: readonly GatewayText[],
  lost: ReadMark | undefined,
  lastIndex: number,
  momentOf: (wallMs: number) => number,
): GatewayText[] =>
  texts.filter((text) => {
    if (text.index > lastIndex) return true;
    return lost !== undefined && !("unreadable" in text) && momentOf(text.wallMs) > lost.sentAtMs;
  });

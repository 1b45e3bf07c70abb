import { type EndReason, endReasons } from "../../contract/end-reason.ts";

/** Why a far side said no, from its status (RFC 3261 21). */
export function whyOf(status: number): EndReason {
  if (status === 486 || status === 600) return "busy";
  if (status === 603 || status === 403 || status === 401 || status === 407) return "rejected";
  if (status === 404 || status === 410 || status === 484 || status === 604) return "not-found";
  if (status === 408 || status === 480) return "no-answer";
  if (status === 487) return "hangup";
  if (status === 488 || status === 606 || status === 415) return "no-media";
  return "line-failed";
}

/** RFC 3326: why we end it, in the network's own numbers and in words. */
export const reasonHeader = (why: EndReason): string => `Q.850;cause=${endReasons[why].cause};text="${endReasons[why].en}"`;

import { formatParams, hasParam, paramValue, parseParams, type SipParam } from "./params.ts";

/** RFC 3891 6.1: the dialog to take over, tags as seen by the one who receives it. */
export type Replaces = { callId: string; toTag: string; fromTag: string; earlyOnly: boolean };

/** Both tags are mandatory. The Call-ID is compared byte for byte elsewhere, so it is kept as written. */
export function parseReplaces(text: string): Replaces | undefined {
  const semicolon = text.indexOf(";");
  if (semicolon <= 0) return undefined;
  const callId = text.slice(0, semicolon).trim();
  const params = parseParams(text, semicolon);
  const toTag = params && paramValue(params, "to-tag");
  const fromTag = params && paramValue(params, "from-tag");
  if (callId === "" || toTag === undefined || fromTag === undefined) return undefined;
  return { callId, toTag, fromTag, earlyOnly: hasParam(params!, "early-only") };
}

export function formatReplaces({ callId, toTag, fromTag, earlyOnly }: Replaces): string {
  const params: SipParam[] = [
    { name: "to-tag", value: toTag },
    { name: "from-tag", value: fromTag },
  ];
  if (earlyOnly) params.push({ name: "early-only" });
  return callId + formatParams(params);
}

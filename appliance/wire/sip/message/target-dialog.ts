import { paramValue, parseParams } from "./params.ts";

/** RFC 4538 section 7: a dialog that the sender of a request shares with its receiver; tags as the sender sees them. */
export type TargetDialog = { callId: string; localTag: string; remoteTag: string };

const longest = 1_000;

/** Undefined when it names no confirmed dialog: both tags are wanted, though the grammar would do without. */
export function parseTargetDialog(header: string): TargetDialog | undefined {
  const text = header.slice(0, longest);
  const semicolon = text.indexOf(";");
  const callId = text.slice(0, Math.max(0, semicolon)).trim();
  const params = semicolon > 0 ? parseParams(text, semicolon) : undefined;
  const localTag = params && paramValue(params, "local-tag");
  const remoteTag = params && paramValue(params, "remote-tag");
  return callId && localTag && remoteTag ? { callId, localTag, remoteTag } : undefined;
}

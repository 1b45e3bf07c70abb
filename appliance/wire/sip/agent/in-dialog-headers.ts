import type { SipHeader } from "../message/types.ts";
import type { AgentCore } from "./agent-core.ts";
import type { AppCommand } from "./agent-types.ts";
import { appHeaders, guessContentType } from "./app-headers.ts";
import type { DialogEntry } from "./live-state.ts";
import { refreshHeaders } from "./session-timer.ts";

type Ask = Extract<AppCommand, { kind: "request" }>;
/** The dialog's, or treated apart. */
const handled: ReadonlySet<string> = new Set(["from", "to", "call-id", "cseq", "max-forwards", "content-type"]);

/** What the application named, else what the body looks like; undefined without body and for unknown bodies. */
export function contentTypeOf({ sip }: Ask): string | undefined {
  if (sip.body.length === 0) return undefined;
  return sip.headers.find(({ name }) => name.toLowerCase() === "content-type")?.value || guessContentType(sip.body);
}

/** What an application's request inside a dialog says besides the dialog's own headers. */
export function inDialogHeaders(core: AgentCore, entry: DialogEntry, ask: Ask, contentType: string | undefined): SipHeader[] {
  const { peer, sessionTimer } = entry.data;
  const place = { ...core.options.advertised(peer.local, peer.address), transport: peer.transport };
  const headers = appHeaders(ask.sip.headers, place, handled);
  const has = (name: string): boolean => headers.some((header) => header.name.toLowerCase() === name);
  if (ask.method === "INVITE" || ask.method === "UPDATE") {
    // RFC 4028 7.4: a re-INVITE without Session-Expires would end the timer
    if (sessionTimer !== undefined && !has("session-expires"))
      headers.push(...refreshHeaders(sessionTimer, core.options.times.minSeS));
    if (!has("supported")) headers.push({ name: "Supported", value: "timer" });
  }
  if (core.options.userAgent !== "" && !has("user-agent")) headers.push({ name: "User-Agent", value: core.options.userAgent });
  if (contentType !== undefined) headers.push({ name: "Content-Type", value: contentType });
  return headers;
}

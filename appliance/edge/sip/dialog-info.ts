import type { LampDialog } from "../../contract/lamp.ts";
import { bracketed, escapedUser } from "./sip-uri.ts";

/** The dialog a watcher may name to take the call (RFC 3891), tags as the watched phone sees them (RFC 4235 4.1.1). */
export type Takeable = { callId: string; localTag: string; remoteTag: string };

/** One `dialog` element (RFC 4235 4.1) of what `subject` is seen to do. */
export function dialogXml(dialog: LampDialog, subject: string, realm: string, takeable: Takeable | undefined): string {
  const host = bracketed(realm);
  const own = xml(`sip:${escapedUser(subject)}@${host}`);
  const names = takeable
    ? ` call-id="${xml(takeable.callId)}" local-tag="${xml(takeable.localTag)}" remote-tag="${xml(takeable.remoteTag)}"`
    : "";
  // RFC 4235 4.1.6.2: a call on hold is one that isn't rendered.
  const rendering = dialog.held ? '<param pname="+sip.rendering" pval="no"/>' : "";
  const local = `<local><identity>${own}</identity><target uri="${own}">${rendering}</target></local>`;
  return `<dialog id="${xml(dialog.id)}"${names} direction="${dialog.direction}"><state>${dialog.state}</state>${local}${remoteXml(dialog, host)}</dialog>`;
}

/** RFC 4235 3.7.1: what was told of before and is over. */
export const goneXml = (id: string): string => `<dialog id="${xml(id)}"><state>terminated</state></dialog>`;

/** RFC 4235 4.1: the version rises by one with each NOTIFY, full or partial. */
export const dialogInfo = (head: { entity: string; version: number; state: "full" | "partial" }, dialogs: string[]): string =>
  `<?xml version="1.0"?>\r\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${head.version}" state="${head.state}" entity="${xml(head.entity)}">${dialogs.join("")}</dialog-info>\r\n`;

function remoteXml({ remote }: LampDialog, host: string): string {
  if (!remote) return "";
  const uri = xml(`sip:${escapedUser(remote.number)}@${host}`);
  const display = remote.name ? ` display="${xml(remote.name)}"` : "";
  return `<remote><identity${display}>${uri}</identity><target uri="${uri}"/></remote>`;
}

/** XML 1.0 2.2, 2.4: what may not stand in text or an attribute, whoever sent it. */
const xml = (text: string): string =>
  text.replace(/\p{C}/gu, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

import type { DialogData } from "./dialog-data.ts";

/** A dialog away from its server: deadlines are ms from the moment of the snapshot, and there is no connection. */
export type DialogSnapshot = DialogData;

/** Sequence numbers may have been used after the snapshot; gaps are allowed, repetitions are not (RFC 3261 12.2.1.1). */
const CSEQ_LEAP = 64;
const TEXT_LIMIT = 16_384;
const LIST_LIMIT = 64;

export function snapshotDialog(dialog: DialogData, now: number): DialogSnapshot {
  const { connection: _gone, ...peer } = dialog.peer;
  const copy: DialogSnapshot = { ...dialog, peer, routeSet: [...dialog.routeSet], peerAllows: [...dialog.peerAllows] };
  if (dialog.pinned !== undefined) copy.pinned = { ...dialog.pinned };
  if (dialog.sessionTimer !== undefined)
    copy.sessionTimer = { ...dialog.sessionTimer, dueAtMs: Math.max(0, dialog.sessionTimer.dueAtMs - now) };
  if (dialog.expiresAtMs !== undefined) copy.expiresAtMs = Math.max(0, dialog.expiresAtMs - now);
  return copy;
}

/** The dialog again, on the clock of this server. `local` is the listen point to use when the old one is not here. */
export function restoreDialog(snapshot: DialogSnapshot, now: number, local: string): DialogData {
  const dialog = snapshotDialog(snapshot, 0);
  dialog.localCSeq += CSEQ_LEAP;
  dialog.peer = { ...dialog.peer, local };
  if (dialog.sessionTimer !== undefined) dialog.sessionTimer.dueAtMs += now;
  if (dialog.expiresAtMs !== undefined) dialog.expiresAtMs += now;
  return dialog;
}

/** Checks a snapshot that comes from a file or another box; undefined when it is none. */
export function readSnapshot(value: unknown): DialogSnapshot | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const v = value as { [key: string]: unknown };
  const texts = [v.id, v.callId, v.localTag, v.remoteTag, v.localParty, v.remoteParty, v.remoteTarget, v.localContact];
  if (!texts.every(isText) || !isTexts(v.routeSet) || !isTexts(v.peerAllows)) return undefined;
  if (!oneOf(v.usage, "invite", "subscribe") || !oneOf(v.role, "uac", "uas") || !oneOf(v.state, "early", "confirmed"))
    return undefined;
  if (!isCount(v.localCSeq) || !optional(v.remoteCSeq, isCount) || !optional(v.expiresAtMs, isCount)) return undefined;
  if (typeof v.secure !== "boolean" || typeof v.peerSupportsTimer !== "boolean") return undefined;
  if (!optional(v.localSdp, isText) || !optional(v.remoteSdp, isText)) return undefined;
  if (!isPeer(v.peer) || !optional(v.pinned, isPlace) || !optional(v.sessionTimer, isTimer)) return undefined;
  return snapshotDialog(value as DialogData, 0);
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= TEXT_LIMIT;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length <= LIST_LIMIT && value.every(isText);
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const optional = (value: unknown, check: (value: unknown) => boolean): boolean => value === undefined || check(value);
const oneOf = (value: unknown, ...words: string[]): boolean => typeof value === "string" && words.includes(value);
const fields = (value: unknown): { [key: string]: unknown } =>
  typeof value === "object" && value !== null ? (value as { [key: string]: unknown }) : {};
const isPlace = (value: unknown): boolean => isText(fields(value).address) && isCount(fields(value).port);
const isPeer = (value: unknown): boolean => isPlace(value) && oneOf(fields(value).transport, "udp", "tcp", "tls");
const isTimer = (value: unknown): boolean => {
  const { intervalS, refresher, dueAtMs } = fields(value);
  return isCount(intervalS) && oneOf(refresher, "us", "them") && isCount(dueAtMs);
};

import type { Capture, CaptureKind, CaptureWish } from "../../contract/diagnostics.ts";
import type { FaultCode } from "../../contract/faults.ts";

/** What is listened at. A place has one listener at a time: two captures of it would say the same twice. */
export type TapPlace = "sip" | "rtp" | "at" | "modbus";
export const placesOf: Record<CaptureKind, readonly TapPlace[]> = {
  calls: ["sip", "rtp"],
  sip: ["sip"],
  rtp: ["rtp"],
  at: ["at"],
  modbus: ["modbus"],
};
/** Kinds with something in them that is not a technician's to hear or read. */
const hasContent: readonly CaptureKind[] = ["calls", "rtp", "at"];
export const isText = (kind: CaptureKind): boolean => kind === "at" || kind === "modbus";

/** Captures that are kept, ended ones included. */
const mostCaptures = 20;
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

export type CaptureRoom = {
  captures: readonly Capture[];
  mayHearContent: boolean;
  freeMb: number;
  keepFreeMb: number;
};

/** Why a capture may not begin; nothing when it may. */
export function captureRefused(wish: CaptureWish, room: CaptureRoom): FaultCode | undefined {
  if (wish.content && hasContent.includes(wish.kind)) {
    if (!room.mayHearContent) return "not-allowed";
    if ((wish.reason ?? "").trim().length < 3) return "capture-reason";
  }
  if (wish.subject !== undefined && !isText(wish.kind) && !address.test(wish.subject)) return "bad-request";
  const running = room.captures.filter((one) => one.endedAtMs === undefined);
  if (running.some((one) => placesOf[one.kind].some((place) => placesOf[wish.kind].includes(place)))) return "capture-runs";
  if (room.captures.length >= mostCaptures) return "too-many";
  const promisedMb = running.reduce((sum, one) => sum + (one.mostBytes - one.bytes) / 1_048_576, 0);
  return room.freeMb - promisedMb - wish.megabytes < room.keepFreeMb ? "capture-room" : undefined;
}

/** Whether a capture has what only those with the right to content may take away. */
export const isPrivate = (capture: Pick<Capture, "kind" | "content">): boolean =>
  capture.content && hasContent.includes(capture.kind);

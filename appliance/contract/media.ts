import Type, { type Static } from "typebox";
import type { LegId, RecordingId } from "../kit/ids.ts";

const closed = { additionalProperties: false } as const;

export type CodecName = "PCMA" | "PCMU" | "G722";
export type SrtpSuite = "AES_CM_128_HMAC_SHA1_80" | "AES_CM_128_HMAC_SHA1_32";

/** One side's audio stream, as RFC 4566 describes it, without the text. */
export type MediaDescription = {
  address: string;
  port: number;
  codecs: { name: CodecName; payloadType: number }[];
  /** Payload type of RFC 4733 telephone-event, when offered. */
  telephoneEventType?: number;
  ptimeMs: number;
  direction: "sendrecv" | "sendonly" | "recvonly" | "inactive";
  rtcp: { mux: boolean; port: number };
  /** SDES keys (RFC 4568), in order of preference; inline key and salt in base64. */
  crypto?: { tag: number; suite: SrtpSuite; inline: string }[];
  /** RFC 3264 section 5: origin session id and version of the side that made it. */
  sessionId: string;
  sessionVersion: number;
};

export type PlayItem =
  | { kind: "file"; path: string }
  /** A named call-progress tone of the site's country, e.g. "ring-back". */
  | { kind: "tone"; tone: "dial" | "ring-back" | "busy" | "congestion" | "beep"; forMs: number }
  | { kind: "silence"; forMs: number };

/** How a party takes part in a room. "whisper" is heard only by `to`; "listen" is heard by nobody. */
export type RoomParty = { leg: LegId; mode: "talk" | "listen" | "whisper"; to?: LegId };

export const LegStats = Type.Object(
  {
    packetsSent: Type.Number(),
    packetsReceived: Type.Number(),
    packetsLost: Type.Number(),
    /** Interarrival jitter, RFC 3550 6.4.1. */
    jitterMs: Type.Number(),
    jitterMaxMs: Type.Number(),
    /** From RTCP LSR/DLSR; absent when the peer sends no reports. */
    roundTripMs: Type.Optional(Type.Number()),
    /** Loss the far end reports of what we sent. */
    remoteLossPercent: Type.Optional(Type.Number()),
    codec: Type.Enum(["PCMA", "PCMU", "G722"]),
    srtp: Type.Boolean(),
    /** E-model estimate 1.0 … 4.5 from loss, jitter and round trip (ITU-T G.107, simplified). */
    mos: Type.Number(),
    remote: Type.String(),
  },
  closed,
);
export type LegStats = Static<typeof LegStats>;

export type MediaCommand =
  /** Answers `media.opened` with the local description: an answer when `remote` is given, else an offer. */
  | {
      do: "media.open";
      leg: LegId;
      remote?: MediaDescription;
      srtp: "off" | "optional" | "required";
      inbandDigits: boolean;
      codecs: CodecName[];
    }
  /** The far side's answer, or a changed offer (re-INVITE); answers `media.opened` again. */
  | { do: "media.update"; leg: LegId; remote: MediaDescription; role: "answer" | "offer" }
  /** Plays to the leg. A new play replaces the running one. With `bargeIn` the first digit stops it at once. */
  | { do: "media.play"; leg: LegId; play: string; items: PlayItem[]; bargeIn: boolean; repeat: boolean }
  | { do: "media.stop"; leg: LegId }
  | { do: "media.digits"; leg: LegId; digits: string }
  /** Two legs talk; replaces any room or bridge they were in. */
  | { do: "media.bridge"; legs: [LegId, LegId] }
  | { do: "media.unbridge"; leg: LegId }
  /** N parties on the tick; an empty list dissolves the room. */
  | { do: "media.room"; room: string; parties: RoomParty[] }
  /** Stereo A-law WAV: left is what the leg says, right is what the leg hears. With `quietMs` it is listened to: `media.speaking`, and after so much quiet `media.quiet` (0: never). */
  | { do: "media.record"; recording: RecordingId; leg: LegId; path: string; quietMs?: number }
  | { do: "media.recordPause"; recording: RecordingId; paused: boolean }
  | { do: "media.recordStop"; recording: RecordingId }
  | { do: "media.close"; leg: LegId };

export type MediaEvent =
  | { on: "media.opened"; leg: LegId; local: MediaDescription }
  | { on: "media.refused"; leg: LegId; why: "no-common-codec" | "no-port" | "srtp-required" | "bad-description" }
  | { on: "media.played"; leg: LegId; play: string; how: "finished" | "interrupted" | "stopped" | "failed"; fault?: string }
  | { on: "media.digit"; leg: LegId; digit: string; via: "rfc4733" | "inband" }
  /** No packet from the far side for this long, although it should send. */
  | { on: "media.silent"; leg: LegId; forMs: number }
  | { on: "media.heard"; leg: LegId }
  /** The first words on a recording that is listened to. */
  | { on: "media.speaking"; leg: LegId; recording: RecordingId }
  /** Nothing but quiet for so long, since it began or since the last word. */
  | { on: "media.quiet"; leg: LegId; recording: RecordingId; forMs: number }
  | { on: "media.recorded"; recording: RecordingId; path: string; durationMs: number; bytes: number; sha256: string }
  | { on: "media.recordFailed"; recording: RecordingId; fault: "disk-full" | "disk-error"; text: string }
  | { on: "media.closed"; leg: LegId; stats: LegStats };

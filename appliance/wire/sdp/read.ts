import { type MediaAttributes, parse, type SessionDescription } from "sdp-transform";
import type { CodecName, MediaDescription, SrtpSuite } from "../../contract/media.ts";

export type SdpFault = { fault: string };
/** The audio stream of a description, and what else was in it: an answer must name every stream again (RFC 3264 section 6). */
export type ReadSdp = {
  media: MediaDescription;
  secureProfile: boolean;
  /** Place of the audio stream among the media lines. */
  audioIndex: number;
  streams: { type: string; protocol: string; payloads: string }[];
};

const longestSdp = 16_384;
const mostStreams = 16;
/** RFC 3551 table 4: these need no rtpmap. G.722's clock rate is 8000 by that table's own admission of an old error. */
const staticCodecs: Record<number, CodecName> = { 0: "PCMU", 8: "PCMA", 9: "G722" };
const directions = ["sendrecv", "sendonly", "recvonly", "inactive"] as const;

/** Reads the first usable audio stream. Anything else is a fault with a reason, never an exception. */
export function readSdp(text: string): ReadSdp | SdpFault {
  if (text.length > longestSdp) return { fault: "the session description is too long" };
  let sdp: SessionDescription;
  try {
    sdp = parse(text);
  } catch {
    return { fault: "the session description can't be read" };
  }
  const streams = Array.isArray(sdp.media) ? sdp.media : [];
  if (streams.length > mostStreams) return { fault: "too many media streams" };
  const audioIndex = streams.findIndex((m) => m.type === "audio" && m.port !== 0 && /^RTP\/S?AVPF?$/.test(String(m.protocol)));
  const audio = streams[audioIndex];
  if (!audio) return { fault: "no audio stream" };
  const address = audio.connection?.ip ?? sdp.connection?.ip;
  if (!address || !/^[0-9a-fA-F.:]{2,45}$/.test(String(address))) return { fault: "no usable connection address" };
  if (!isPort(audio.port)) return { fault: "bad media port" };
  const secureProfile = String(audio.protocol).startsWith("RTP/SAVP");
  const crypto = readCrypto(audio);
  if (secureProfile && crypto.length === 0) return { fault: "secure profile without a usable key (RFC 4568)" };
  const codecs = readCodecs(audio);
  const telephoneEventType = audio.rtp.find(
    (r) => String(r.codec).toLowerCase() === "telephone-event" && (r.rate ?? 8000) === 8000,
  )?.payload;
  const mux = audio.rtcpMux !== undefined;
  return {
    media: {
      address: String(address),
      port: audio.port,
      codecs,
      ...(isPayload(telephoneEventType) ? { telephoneEventType } : {}),
      ptimeMs: Math.min(Math.max(Math.round(Number(audio.ptime) || 20), 10), 60),
      direction: directions.find((d) => d === (audio.direction ?? sdp.direction)) ?? "sendrecv",
      rtcp: { mux, port: audio.rtcp && isPort(audio.rtcp.port) ? audio.rtcp.port : mux ? audio.port : audio.port + 1 },
      ...(crypto.length > 0 ? { crypto } : {}),
      sessionId: String(sdp.origin?.sessionId ?? "0").slice(0, 40),
      sessionVersion: Number(sdp.origin?.sessionVersion) || 0,
    },
    secureProfile,
    audioIndex,
    streams: streams.map((m) => ({ type: String(m.type), protocol: String(m.protocol), payloads: String(m.payloads ?? "") })),
  };
}

type Stream = SessionDescription["media"][number] & MediaAttributes;
const isPort = (n: unknown): n is number => typeof n === "number" && Number.isInteger(n) && n > 0 && n < 65_536;
const isPayload = (n: unknown): n is number => typeof n === "number" && Number.isInteger(n) && n >= 0 && n < 128;

function readCodecs(audio: Stream): MediaDescription["codecs"] {
  const codecs: MediaDescription["codecs"] = [];
  for (const payload of String(audio.payloads ?? "")
    .split(" ")
    .slice(0, 64)) {
    const payloadType = Number(payload);
    if (!isPayload(payloadType) || payload === "") continue;
    const map = audio.rtp.find((r) => r.payload === payloadType);
    const name = map ? codecNamed(map.codec, map.rate) : staticCodecs[payloadType];
    if (name && !codecs.some((c) => c.name === name)) codecs.push({ name, payloadType });
  }
  return codecs;
}

/** The parser turns a name of digits into a number, so nothing is taken for a text on its word. */
function codecNamed(name: unknown, rate: number | undefined): CodecName | undefined {
  const upper = String(name).toUpperCase();
  return (upper === "PCMA" || upper === "PCMU" || upper === "G722") && (rate ?? 8000) === 8000 ? upper : undefined;
}

/** RFC 4568 section 9: only keys without MKI and without session parameters that change the transform. */
function readCrypto(audio: Stream): NonNullable<MediaDescription["crypto"]> {
  const keys: NonNullable<MediaDescription["crypto"]> = [];
  for (const line of (audio.crypto ?? []).slice(0, 8)) {
    if (line.suite !== "AES_CM_128_HMAC_SHA1_80" && line.suite !== "AES_CM_128_HMAC_SHA1_32") continue;
    const inline = /^inline:([A-Za-z0-9+/]{40})(\|2\^\d{1,2}|\|\d{1,15})?$/.exec(String(line.config))?.[1];
    if (inline && !line.sessionConfig) keys.push({ tag: Number(line.id), suite: line.suite satisfies SrtpSuite, inline });
  }
  return keys;
}

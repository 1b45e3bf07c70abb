import type { CodecName, MediaDescription, SrtpSuite } from "../../contract/media.ts";
import { familyOf } from "./socket-address.ts";

type SrtpPolicy = "off" | "optional" | "required";
type Refusal = "no-common-codec" | "srtp-required" | "bad-description";
type Direction = MediaDescription["direction"];

/** What our side brings to every offer and answer of one leg. Keys are made once, so that an unchanged session keeps its version. */
export type OurSide = {
  announce: string;
  port: number;
  /** In order of preference. */
  codecs: CodecName[];
  srtp: SrtpPolicy;
  keys: Record<SrtpSuite, string>;
  sessionId: string;
};

/** What both sides have settled on, as the leg needs it. */
export type Agreement = {
  codec: CodecName;
  /** We send with this type; we take every type named in either description. */
  payloadType: number;
  receive: { payloadType: number; codec: CodecName }[];
  eventType?: number;
  receiveEventTypes: number[];
  ptimeMs: number;
  sending: boolean;
  receiving: boolean;
  remote: { address: string; port: number; rtcpPort: number };
  mux: boolean;
  srtp?: { suite: SrtpSuite; ours: string; theirs: string };
};

export type Negotiated = { local: MediaDescription; agreed: Agreement } | { refused: Refusal };

/** RFC 3551 table 4; telephone-event has no fixed number. */
const payloadTypes: Record<CodecName, number> = { PCMU: 0, PCMA: 8, G722: 9 };
const ourEventType = 101;
const srtpSuites: readonly SrtpSuite[] = ["AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"];

/** RFC 3264 5: everything we can do. */
export function makeOffer(ours: OurSide): MediaDescription {
  return {
    address: ours.announce,
    port: ours.port,
    codecs: ours.codecs.map((name) => ({ name, payloadType: payloadTypes[name] })),
    telephoneEventType: ourEventType,
    ptimeMs: 20,
    direction: "sendrecv",
    rtcp: { mux: true, port: ours.port + 1 },
    ...(ours.srtp === "off" ? {} : { crypto: srtpSuites.map((suite, i) => ({ tag: i + 1, suite, inline: ours.keys[suite] })) }),
    sessionId: ours.sessionId,
    sessionVersion: 1,
  };
}

/**
 * RFC 3264 6: our answer to their offer. `previous` is what we last described (its version rises only if something changed),
 * `current` the codec in use, which stays if they still offer it.
 */
export function makeAnswer(
  ours: OurSide,
  theirs: MediaDescription,
  previous?: MediaDescription,
  current?: CodecName,
): Negotiated {
  if (!isUsable(theirs)) return { refused: "bad-description" };
  const preferred = current === undefined ? ours.codecs : [current, ...ours.codecs];
  const name = preferred.find((codec) => theirs.codecs.some((offered) => offered.name === codec));
  const codec = theirs.codecs.find((offered) => offered.name === name);
  if (codec === undefined) return { refused: "no-common-codec" };
  const key = ours.srtp === "off" ? undefined : usableKey(theirs);
  if (ours.srtp === "required" && key === undefined) return { refused: "srtp-required" };
  const direction = mirrored(offeredDirection(theirs));
  const ptimeMs = usablePtime(theirs.ptimeMs);
  const local: MediaDescription = {
    address: ours.announce,
    port: ours.port,
    codecs: [codec],
    ...(theirs.telephoneEventType === undefined ? {} : { telephoneEventType: theirs.telephoneEventType }),
    ptimeMs,
    direction,
    rtcp: { mux: theirs.rtcp.mux, port: theirs.rtcp.mux ? ours.port : ours.port + 1 },
    // RFC 4568 5.1.2: one line, with the tag of the line it accepts
    ...(key === undefined ? {} : { crypto: [{ tag: key.tag, suite: key.suite, inline: ours.keys[key.suite] }] }),
    sessionId: ours.sessionId,
    sessionVersion: 1,
  };
  const agreed = agreement(
    theirs,
    codec,
    direction,
    ptimeMs,
    key && { suite: key.suite, ours: ours.keys[key.suite], theirs: key.inline },
  );
  return { local: versioned(local, previous), agreed: { ...agreed, mux: theirs.rtcp.mux } };
}

/** RFC 3264 7: their answer to what we described in `offered`. */
export function takeAnswer(ours: OurSide, offered: MediaDescription, theirs: MediaDescription): Negotiated {
  if (!isUsable(theirs)) return { refused: "bad-description" };
  const codec = theirs.codecs.find((answered) => offered.codecs.some((our) => our.name === answered.name));
  if (codec === undefined) return { refused: "no-common-codec" };
  const theirKey = usableKey(theirs);
  const ourKey = offered.crypto?.find((our) => our.tag === theirKey?.tag && our.suite === theirKey?.suite);
  if (ours.srtp === "required" && (theirKey === undefined || ourKey === undefined)) return { refused: "srtp-required" };
  const srtp = theirKey && ourKey ? { suite: ourKey.suite, ours: ourKey.inline, theirs: theirKey.inline } : undefined;
  const agreed = agreement(theirs, codec, mirrored(offeredDirection(theirs)), usablePtime(theirs.ptimeMs), srtp);
  for (const our of offered.codecs) {
    if (agreed.receive.every((known) => known.payloadType !== our.payloadType))
      agreed.receive.push({ payloadType: our.payloadType, codec: our.name });
  }
  if (offered.telephoneEventType !== undefined) agreed.receiveEventTypes.push(offered.telephoneEventType);
  return { local: offered, agreed: { ...agreed, mux: offered.rtcp.mux && theirs.rtcp.mux } };
}

function agreement(
  theirs: MediaDescription,
  codec: MediaDescription["codecs"][number],
  ourDirection: Direction,
  ptimeMs: number,
  srtp: Agreement["srtp"],
): Agreement {
  const { address, port, rtcp, telephoneEventType } = theirs;
  return {
    codec: codec.name,
    payloadType: codec.payloadType,
    receive: theirs.codecs.map(({ name, payloadType }) => ({ payloadType, codec: name })),
    ...(telephoneEventType === undefined ? {} : { eventType: telephoneEventType }),
    receiveEventTypes: telephoneEventType === undefined ? [] : [telephoneEventType],
    ptimeMs,
    sending: ourDirection === "sendrecv" || ourDirection === "sendonly",
    receiving: ourDirection === "sendrecv" || ourDirection === "recvonly",
    remote: { address, port, rtcpPort: rtcp.mux ? port : rtcp.port },
    mux: rtcp.mux,
    ...(srtp === undefined ? {} : { srtp }),
  };
}

/** RFC 3264 8: the version rises by one with every change, and only then. */
function versioned(local: MediaDescription, previous: MediaDescription | undefined): MediaDescription {
  if (previous === undefined) return local;
  const same = { ...local, sessionVersion: previous.sessionVersion };
  if (sorted(same) === sorted(previous)) return same;
  return { ...local, sessionVersion: previous.sessionVersion + 1 };
}

const sorted = (description: MediaDescription): string =>
  JSON.stringify(Object.entries(description).sort(([a], [b]) => (a < b ? -1 : 1)));

function isUsable(theirs: MediaDescription): boolean {
  const numbers = [...theirs.codecs.map(({ payloadType }) => payloadType), theirs.telephoneEventType ?? 0];
  if (numbers.some((number) => !Number.isInteger(number) || number < 0 || number > 127)) return false;
  if (!Number.isInteger(theirs.port) || theirs.port < 1 || theirs.port > 65535) return false; // port 0: the stream is refused
  return familyOf(theirs.address) !== undefined && theirs.codecs.length <= 32;
}

// RFC 3264 8.4: the address 0.0.0.0 was once the way to say "hold": do not send to me
function offeredDirection(theirs: MediaDescription): Direction {
  if (theirs.address !== "0.0.0.0" && theirs.address !== "::") return theirs.direction;
  return theirs.direction === "sendrecv" || theirs.direction === "sendonly" ? "sendonly" : "inactive";
}

// RFC 3264 6.1
const mirrored = (direction: Direction): Direction =>
  direction === "sendonly" ? "recvonly" : direction === "recvonly" ? "sendonly" : direction;

/** Packets we can make: whole tens of ms. */
const usablePtime = (ptimeMs: number): number => ([10, 20, 30, 40, 50, 60].includes(ptimeMs) ? ptimeMs : 20);

/** The first of their keys we can use. RFC 4568 6.1: "key||salt|lifetime|MKI:length"; with an MKI every packet looks different: not ours. */
function usableKey(theirs: MediaDescription): { tag: number; suite: SrtpSuite; inline: string } | undefined {
  for (const { tag, suite, inline } of theirs.crypto ?? []) {
    const [key = "", ...parameters] = inline.replace(/^inline:/, "").split("|");
    const isKey = /^[A-Za-z0-9+/]{40}$/.test(key); // 16 + 14 bytes
    if (srtpSuites.includes(suite) && isKey && !parameters.some((parameter) => parameter.includes(":")))
      return { tag, suite, inline: key };
  }
  return undefined;
}

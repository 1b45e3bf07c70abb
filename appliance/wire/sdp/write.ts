import type { CodecName, MediaDescription } from "../../contract/media.ts";
import type { ReadSdp } from "./read.ts";

export type WriteOptions = {
  /** RTP/SAVP when the sound must be encrypted; an answer takes the offer's. */
  secureProfile: boolean;
  /** The offer this answers: every one of its streams is named again, refused with port 0 (RFC 3264 section 6). */
  offer?: Pick<ReadSdp, "audioIndex" | "streams">;
};

const rates: Record<CodecName, string> = { PCMA: "PCMA/8000", PCMU: "PCMU/8000", G722: "G722/8000" };

/** Our description as text, CRLF line ends (RFC 4566 section 5). */
export function writeSdp(media: MediaDescription, options: WriteOptions): string {
  const family = media.address.includes(":") ? "IP6" : "IP4";
  const lines = [
    "v=0",
    `o=- ${media.sessionId} ${media.sessionVersion} IN ${family} ${media.address}`,
    "s=-",
    `c=IN ${family} ${media.address}`,
    "t=0 0",
  ];
  const streams = options.offer?.streams ?? [{ type: "audio", protocol: "", payloads: "" }];
  streams.forEach((stream, index) => {
    if (index === (options.offer?.audioIndex ?? 0)) lines.push(...audioLines(media, options.secureProfile));
    else lines.push(`m=${word(stream.type)} 0 ${word(stream.protocol)} ${word(stream.payloads) || "0"}`);
  });
  return `${lines.join("\r\n")}\r\n`;
}

/** What came from outside goes back only as the plain words it must be. */
const word = (text: string): string => text.replace(/[^A-Za-z0-9/. *+-]/g, "").slice(0, 200);

function audioLines(media: MediaDescription, secureProfile: boolean): string[] {
  const events = media.telephoneEventType;
  const payloads = [...media.codecs.map((c) => c.payloadType), ...(events === undefined ? [] : [events])];
  return [
    `m=audio ${media.port} ${secureProfile ? "RTP/SAVP" : "RTP/AVP"} ${payloads.join(" ")}`,
    ...media.codecs.map((c) => `a=rtpmap:${c.payloadType} ${rates[c.name]}`),
    // RFC 4733 7.1.1: events 0-15 are the DTMF digits, 16 is the hook flash.
    ...(events === undefined ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-16`]),
    ...(media.crypto ?? []).map((c) => `a=crypto:${c.tag} ${c.suite} inline:${c.inline}`),
    `a=ptime:${media.ptimeMs}`,
    ...(media.rtcp.mux ? ["a=rtcp-mux"] : media.rtcp.port !== media.port + 1 ? [`a=rtcp:${media.rtcp.port}`] : []),
    `a=${media.direction}`,
  ];
}

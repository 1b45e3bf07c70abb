import type { LadderEntry } from "../../../appliance/contract/routes.ts";

type Dialog = { callRef: string; from: string; to: string; peer: string; leg: string; transport: string };
const box = "192.0.2.10:5060";

/** SIP messages as they would have crossed the wire, for the ladder page. */
export class SipText {
  readonly entries: LadderEntry[] = [];

  private note(d: Dialog, atMs: number, direction: "in" | "out", firstLine: string, headers: string[], body = ""): void {
    const length = `Content-Length: ${body.length}`;
    const type = body ? ["Content-Type: application/sdp"] : [];
    this.entries.push({
      atMs,
      direction,
      leg: d.leg,
      transport: d.transport,
      peer: d.peer,
      firstLine,
      text: [firstLine, ...headers, ...type, length, "", body].join("\r\n"),
    });
  }

  private head(d: Dialog, cseq: string): string[] {
    return [
      `Via: SIP/2.0/${d.transport.toUpperCase()} ${d.peer};branch=z9hG4bK${d.callRef.slice(0, 10)};rport`,
      `From: <sip:${d.from}@qingyuan.example>;tag=${d.callRef.slice(0, 8)}`,
      `To: <sip:${d.to}@qingyuan.example>${cseq.startsWith("1 INVITE") ? "" : `;tag=${d.callRef.slice(-8)}`}`,
      `Call-ID: ${d.callRef}`,
      `CSeq: ${cseq}`,
    ];
  }

  request(d: Dialog, atMs: number, direction: "in" | "out", method: string, cseq: number, sdp = false): void {
    const extra =
      method === "INVITE"
        ? [
            `Contact: <sip:${d.from}@${direction === "in" ? d.peer : box}>`,
            "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REFER, NOTIFY",
            "Supported: timer, replaces",
          ]
        : [];
    this.note(
      d,
      atMs,
      direction,
      `${method} sip:${d.to}@${direction === "in" ? box : d.peer} SIP/2.0`,
      ["Max-Forwards: 70", ...this.head(d, `${cseq} ${method}`), ...extra],
      sdp ? body(d) : "",
    );
  }

  reply(d: Dialog, atMs: number, direction: "in" | "out", status: number, reason: string, cseq: string, sdp = false): void {
    this.note(
      d,
      atMs,
      direction,
      `SIP/2.0 ${status} ${reason}`,
      [...this.head(d, cseq), ...(status === 200 ? [`Contact: <sip:${d.to}@${box}>`] : [])],
      sdp ? body(d) : "",
    );
  }
}

const body = (d: Dialog): string =>
  [
    "v=0",
    `o=- 3975012345 1 IN IP4 ${d.peer.split(":")[0]}`,
    "s=-",
    `c=IN IP4 ${d.peer.split(":")[0]}`,
    "t=0 0",
    "m=audio 16402 RTP/AVP 8 0 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");

export type { Dialog };

/** One header line. `name` keeps the spelling it arrived with; compact forms are expanded (RFC 3261 7.3.3). */
export type SipHeader = { name: string; value: string };

/** A request or response. Header order and repetition are kept as they arrived, so Via and Record-Route survive a round trip. */
export type SipRequest = {
  kind: "request";
  method: string;
  /** Request-URI as text, never empty. */
  uri: string;
  headers: SipHeader[];
  body: Uint8Array;
};
export type SipResponse = {
  kind: "response";
  /** 100..699 */
  status: number;
  reason: string;
  headers: SipHeader[];
  body: Uint8Array;
};
export type SipMessage = SipRequest | SipResponse;

/** Why bytes were not a usable message. `answer` is the status to send when the bytes were recognisably a request (RFC 3261 8.2, 21.4). */
export type SipParseFault = {
  kind: "fault";
  why: string;
  /** 400, 413, 416, 505 … or undefined when silence is right. */
  answer?: number;
  /** What could be read of the request, enough to build the answer (Via, From, To, Call-ID, CSeq). */
  request?: SipRequest;
};

export type SipLimits = {
  messageBytes: number;
  headerCount: number;
  headerBytes: number;
};

export const defaultSipLimits: SipLimits = { messageBytes: 65_535, headerCount: 256, headerBytes: 8_192 };

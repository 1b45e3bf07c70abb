import { createHash, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { answerChallenge } from "../../../wire/sip/digest/answer-challenge.ts";
import { bodyText } from "../../../wire/sip/message/body-text.ts";
import { headerValue, headerValues, setHeader } from "../../../wire/sip/message/headers.ts";
import { makeRequest } from "../../../wire/sip/message/make-request.ts";
import { makeResponse } from "../../../wire/sip/message/make-response.ts";
import { parseNameAddr, tagOf } from "../../../wire/sip/message/name-addr.ts";
import { parseMessage } from "../../../wire/sip/message/parse-message.ts";
import { serialize } from "../../../wire/sip/message/serialize.ts";
import type { SipHeader, SipMessage, SipRequest, SipResponse } from "../../../wire/sip/message/types.ts";

const patienceMs = 8_000;
const hashOf = (algorithm: string) => (text: string) => createHash(algorithm).update(text).digest("hex");
const hash = { md5: hashOf("md5"), sha256: hashOf("sha256"), hmac: hashOf("sha256") };
const newId = (): string => randomBytes(6).toString("hex");
export const value = (message: SipMessage, name: string): string => headerValue(message, name) ?? "";
export const text = bodyText;

export const sdp = (port = 40_000, direction = "sendrecv", version = 1): string =>
  `v=0\r\no=peer 7 ${version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=${direction}\r\n`;

type RequestOptions = { headers?: SipHeader[]; body?: string };

/** One end of a dialog as the peer sees it; without a remote tag it is none yet. */
export type PeerDialog = {
  callId: string;
  localTag: string;
  remoteTag: string;
  local: string;
  remote: string;
  target: string;
  cseq: number;
};

/** A far side that speaks UDP, one message at a time, and does nothing by itself. */
export class SipPeer {
  readonly #socket: Socket;
  readonly #server: { host: string; port: number };
  readonly port: number;
  readonly #seen = new Set<string>();
  #closed = false;
  #inbox: SipMessage[] = [];
  #waiting: { fits: (m: SipMessage) => boolean; got: (m: SipMessage) => void }[] = [];

  private constructor(socket: Socket, port: number, server: { host: string; port: number }) {
    this.#socket = socket;
    this.port = port;
    this.#server = server;
    socket.on("message", (bytes) => this.#heard(bytes));
  }

  static async open(port: number, server: { host: string; port: number }): Promise<SipPeer> {
    const socket = createSocket("udp4");
    await new Promise<void>((done, fail) => {
      socket.once("error", fail);
      socket.bind(port, "127.0.0.1", done);
    });
    return new SipPeer(socket, port, server);
  }

  close(): void {
    if (!this.#closed) this.#socket.close();
    this.#closed = true;
  }

  contact(user: string): string {
    return `<sip:${user}@127.0.0.1:${this.port}>`;
  }

  send(message: SipMessage): void {
    this.#socket.send(serialize(message), this.#server.port, this.#server.host);
  }

  /** The next message of that kind: a request by its method, or an answer as "200 INVITE". Others stay for later; repetitions are passed over. */
  next(what: string): Promise<SipMessage> {
    return this.#next((m) => nameOf(m) === what, what);
  }
  /** The final answer to this very request. */
  async final(request: SipRequest): Promise<SipResponse> {
    const [callId, cseq] = [value(request, "Call-ID"), value(request, "CSeq")];
    const fits = (m: SipMessage): boolean =>
      m.kind === "response" && m.status >= 200 && value(m, "Call-ID") === callId && value(m, "CSeq") === cseq;
    return (await this.#next(fits, `answer to ${request.method}`)) as SipResponse;
  }
  #next(fits: (m: SipMessage) => boolean, what: string): Promise<SipMessage> {
    const at = this.#inbox.findIndex(fits);
    if (at >= 0) return Promise.resolve(this.#inbox.splice(at, 1)[0]!);
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        this.#waiting = this.#waiting.filter((w) => w.got !== got);
        reject(new Error(`no ${what} came; there is: ${this.#inbox.map(nameOf).join(", ") || "nothing"}`));
      }, patienceMs);
      const got = (m: SipMessage): void => {
        clearTimeout(giveUp);
        resolve(m);
      };
      this.#waiting.push({ fits, got });
    });
  }
  async request(method: string): Promise<SipRequest> {
    return (await this.next(method)) as SipRequest;
  }
  async response(what: string): Promise<SipResponse> {
    return (await this.next(what)) as SipResponse;
  }

  /** Sends a request outside of a dialog. */
  ask(
    method: string,
    {
      uri,
      from,
      to = uri,
      callId = newId(),
      cseq = 1,
      headers = [],
      body,
    }: RequestOptions & { uri: string; from: string; to?: string; callId?: string; cseq?: number },
  ): SipRequest {
    const request = makeRequest({
      method,
      uri,
      headers: [
        { name: "Via", value: `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${newId()};rport` },
        { name: "From", value: `<${from}>;tag=${newId()}` },
        { name: "To", value: `<${to}>` },
        { name: "Call-ID", value: callId },
        { name: "CSeq", value: `${cseq} ${method}` },
        { name: "Max-Forwards", value: "70" },
        ...headers,
        ...(body === undefined ? [] : [{ name: "Content-Type", value: "application/sdp" }]),
      ],
      ...(body === undefined ? {} : { body }),
    });
    this.send(request);
    return request;
  }

  /** The same request again with credentials; RFC 3261 22.2. */
  again(request: SipRequest, refused: SipResponse, user: string, password: string): SipRequest {
    const retry: SipRequest = { ...request, headers: request.headers.map((h) => ({ ...h })) };
    const answer = answerChallenge(hash, {
      challenges: headerValues(refused, "WWW-Authenticate"),
      method: request.method,
      uri: request.uri,
      username: user,
      password,
      cnonce: newId(),
      nonceCount: 1,
    });
    setHeader(retry, "Authorization", answer?.authorization ?? "");
    setHeader(retry, "CSeq", `${Number.parseInt(value(request, "CSeq"), 10) + 1} ${request.method}`);
    setHeader(retry, "Via", `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${newId()};rport`);
    this.send(retry);
    return retry;
  }

  reply(request: SipRequest, status: number, { toTag, headers = [], body }: RequestOptions & { toTag?: string } = {}): void {
    const response = makeResponse(request, status, undefined, toTag === undefined ? {} : { toTag });
    for (const { name, value: v } of headers) setHeader(response, name, v);
    if (body !== undefined) {
      setHeader(response, "Content-Type", "application/sdp");
      response.body = Buffer.from(body);
    }
    this.send(response);
  }

  /** Answers an INVITE with 200; the dialog it makes. */
  accept(invite: SipRequest, user: string, body = sdp()): PeerDialog {
    const localTag = newId();
    this.reply(invite, 200, { toTag: localTag, headers: [{ name: "Contact", value: this.contact(user) }], body });
    const [from, to] = [value(invite, "From"), value(invite, "To")];
    const target = parseNameAddr(value(invite, "Contact"))?.uri ?? "";
    return {
      callId: value(invite, "Call-ID"),
      localTag,
      remoteTag: tagOf(from) ?? "",
      local: to,
      remote: from.replace(/;tag=.*/, ""),
      target,
      cseq: 0,
    };
  }

  /** The dialog that the answer to our request has made. */
  dialogOf(request: SipRequest, response: SipResponse): PeerDialog {
    const [from, to] = [value(request, "From"), value(response, "To")];
    return {
      callId: value(request, "Call-ID"),
      localTag: tagOf(from) ?? "",
      remoteTag: tagOf(to) ?? "",
      local: from.replace(/;tag=.*/, ""),
      remote: to.replace(/;tag=.*/, ""),
      target: parseNameAddr(value(response, "Contact"))?.uri ?? request.uri,
      cseq: Number.parseInt(value(request, "CSeq"), 10),
    };
  }

  /** A request in a dialog; an ACK keeps the number of what it acknowledges. */
  inDialog(
    dialog: PeerDialog,
    method: string,
    { headers = [], body }: RequestOptions & { contentType?: string } = {},
  ): SipRequest {
    if (method !== "ACK") dialog.cseq++;
    const typed = headers.some((h) => h.name === "Content-Type") || body === undefined;
    const request = makeRequest({
      method,
      uri: dialog.target,
      headers: [
        { name: "Via", value: `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${newId()};rport` },
        { name: "From", value: `${dialog.local};tag=${dialog.localTag}` },
        { name: "To", value: `${dialog.remote};tag=${dialog.remoteTag}` },
        { name: "Call-ID", value: dialog.callId },
        { name: "CSeq", value: `${dialog.cseq} ${method}` },
        { name: "Contact", value: this.contact("peer") },
        { name: "Max-Forwards", value: "70" },
        ...headers,
        ...(typed ? [] : [{ name: "Content-Type", value: "application/sdp" }]),
      ],
      ...(body === undefined ? {} : { body }),
    });
    this.send(request);
    return request;
  }

  /** RFC 3261 17.1.1.3: the ACK to a refusal belongs to the INVITE's transaction. */
  ackRefusal(invite: SipRequest, refusal: SipResponse): void {
    this.#likeInvite(invite, "ACK", value(refusal, "To"));
  }
  /** RFC 3261 9.1. */
  cancel(invite: SipRequest): SipRequest {
    return this.#likeInvite(invite, "CANCEL", value(invite, "To"));
  }
  #likeInvite(invite: SipRequest, method: string, to: string): SipRequest {
    const kept = ["Via", "From", "Call-ID"].map((name) => ({ name, value: headerValues(invite, name)[0] ?? "" }));
    const cseq = `${Number.parseInt(value(invite, "CSeq"), 10)} ${method}`;
    const headers = [...kept, { name: "To", value: to }, { name: "CSeq", value: cseq }, { name: "Max-Forwards", value: "70" }];
    const request = makeRequest({ method, uri: invite.uri, headers });
    this.send(request);
    return request;
  }

  #heard(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message.kind === "fault") return;
    // A repetition of what is known: the same transaction, and for answers the same status and tag.
    const key = [
      headerValues(message, "Via")[0],
      nameOf(message),
      value(message, "To"),
      value(message, "Subscription-State"),
      text(message),
    ].join("\n");
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const at = this.#waiting.findIndex((w) => w.fits(message));
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.got(message);
    else this.#inbox.push(message);
  }
}

const nameOf = (m: SipMessage): string => (m.kind === "request" ? m.method : `${m.status} ${value(m, "CSeq").split(" ")[1]}`);

import { createHash, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { answerChallenge } from "../../appliance/wire/sip/digest/answer-challenge.ts";
import { bodyText } from "../../appliance/wire/sip/message/body-text.ts";
import { headerValue, headerValues, setHeader } from "../../appliance/wire/sip/message/headers.ts";
import { makeRequest } from "../../appliance/wire/sip/message/make-request.ts";
import { makeResponse } from "../../appliance/wire/sip/message/make-response.ts";
import { parseNameAddr, tagOf } from "../../appliance/wire/sip/message/name-addr.ts";
import { parseMessage } from "../../appliance/wire/sip/message/parse-message.ts";
import { serialize } from "../../appliance/wire/sip/message/serialize.ts";
import type { SipRequest, SipResponse } from "../../appliance/wire/sip/message/types.ts";
import { RtpEnd } from "./rtp-end.ts";
import type { SimCall, SimDialog } from "./sim-sip-call.ts";

const hash = (algorithm: string) => (text: string) => createHash(algorithm).update(text).digest("hex");
const digestHash = { md5: hash("md5"), sha256: hash("sha256"), hmac: hash("sha256") };
const newId = (): string => randomBytes(6).toString("hex");

/** RFC 3891 section 3: tags as the box sees them, who is the other side of the dialog. */
const replacesOf = ({ callId, local, remote }: SimDialog): string => `${callId};to-tag=${remote};from-tag=${local}`;
const noRing = { alertInfo: "", callInfo: "" };

/** A small SIP phone over UDP: registers with digest, calls, is called, and has a voice. One process may hold many. */
export class SipPhone {
  readonly user: string;
  readonly #password: string | undefined;
  readonly #box: { host: string; port: number };
  readonly #socket: Socket;
  readonly #answers = new Map<string, (response: SipResponse) => void>();
  readonly #calls = new Map<string, (request: SipRequest) => void>();
  #closed = false;
  /** A call comes in. */
  onCall: (call: SimCall) => void = (call) => call.refuse(486);
  /** Answers every request so, and says nothing of itself: what stands behind it is gone. */
  outOfOrder: number | undefined;

  private constructor(socket: Socket, user: string, password: string | undefined, box: { host: string; port: number }) {
    this.#socket = socket;
    this.user = user;
    this.#password = password;
    this.#box = box;
    socket.on("message", (bytes) => this.#heard(bytes));
    socket.on("error", () => {});
  }

  /** `address`: where it calls from, one of 127.0.0.0/8. */
  static async open(options: {
    user: string;
    password?: string;
    box: { host: string; port: number };
    address?: string;
  }): Promise<SipPhone> {
    const socket = createSocket("udp4");
    await new Promise<void>((done) => socket.bind(0, options.address ?? "127.0.0.1", done));
    return new SipPhone(socket, options.user, options.password, options.box);
  }

  get port(): number {
    return (this.#socket.address() as AddressInfo).port;
  }
  get #address(): string {
    return (this.#socket.address() as AddressInfo).address;
  }
  get #contact(): string {
    return `<sip:${this.user}@${this.#address}:${this.port}>`;
  }
  get #aor(): string {
    return `<sip:${this.user}@${this.#box.host}:${this.#box.port}>`;
  }

  /** Registers for so long; 0 takes it back. Resolves with the final status. */
  async register(seconds = 300): Promise<number> {
    const uri = `sip:${this.#box.host}:${this.#box.port}`;
    const callId = newId();
    const make = (cseq: number) =>
      makeRequest({
        method: "REGISTER",
        uri,
        headers: [
          { name: "From", value: `${this.#aor};tag=${newId()}` },
          { name: "To", value: this.#aor },
          { name: "Call-ID", value: callId },
          { name: "CSeq", value: `${cseq} REGISTER` },
          { name: "Contact", value: `${this.#contact};expires=${seconds}` },
          { name: "Max-Forwards", value: "70" },
        ],
      });
    return (await this.#withDigest(make)).status;
  }

  /** `replaces`: the call takes the place of somebody else's (RFC 3891). */
  async call(number: string, { replaces }: { replaces?: SimDialog } = {}): Promise<SimCall> {
    const sound = await RtpEnd.open();
    const uri = `sip:${number}@${this.#box.host}:${this.#box.port}`;
    const callId = newId();
    const fromTag = newId();
    let toTag: string | undefined;
    let target = uri;
    let cseq = 0;
    let ended = false;
    let invite: SipRequest | undefined;
    let tellEnded: (why: string) => void = () => {};
    const endedPromise = new Promise<string>((done) => {
      tellEnded = (why) => {
        if (ended) return;
        ended = true;
        sound.stop();
        this.#calls.delete(callId);
        done(why);
      };
    });
    const dialogHeaders = (method: string, n: number) => [
      { name: "From", value: `${this.#aor};tag=${fromTag}` },
      { name: "To", value: `<${uri}>${toTag ? `;tag=${toTag}` : ""}` },
      { name: "Call-ID", value: callId },
      { name: "CSeq", value: `${n} ${method}` },
      { name: "Contact", value: this.#contact },
      { name: "Max-Forwards", value: "70" },
    ];
    const outcomes: string[] = [];
    this.#calls.set(callId, (request) => {
      this.#send(makeResponse(request, 200));
      if (request.method === "NOTIFY") outcomes.push(bodyText(request).trim());
      if (request.method === "BYE") tellEnded("far side hung up");
    });
    const make = (n: number) => {
      cseq = n;
      invite = makeRequest({
        method: "INVITE",
        uri,
        headers: [
          ...dialogHeaders("INVITE", n),
          ...(replaces ? [{ name: "Replaces", value: replacesOf(replaces) }] : []),
          { name: "Content-Type", value: "application/sdp" },
        ],
        body: this.#sdp(sound),
      });
      return invite;
    };
    const up = this.#withDigest(make, (failed) => this.#ack(failed, dialogHeaders("ACK", cseq), uri)).then((response) => {
      toTag = tagOf(headerValue(response, "To") ?? "");
      if (response.status >= 300) {
        this.#ack(response, dialogHeaders("ACK", cseq), uri);
        tellEnded(`${response.status}`);
        throw new Error(`${response.status} ${response.reason}`);
      }
      target = parseNameAddr(headerValue(response, "Contact") ?? "")?.uri ?? uri;
      this.#send(this.#withVia(makeRequest({ method: "ACK", uri: target, headers: dialogHeaders("ACK", cseq) })));
      sound.start(mediaOf(response));
    });
    up.catch(() => {});
    return {
      up,
      ended: endedPromise,
      sound,
      from: number,
      to: number,
      outcomes,
      ring: noRing,
      dialog: () => ({ callId, local: fromTag, remote: toTag ?? "" }),
      refer: (to, replacing) => {
        const headers = [...dialogHeaders("REFER", ++cseq), this.#referTo(to, replacing)];
        return this.#transact(makeRequest({ method: "REFER", uri: target, headers })).then((r) => r.status);
      },
      answer: () => {},
      refuse: () => {},
      hangUp: () => {
        if (ended) return;
        if (toTag)
          void this.#transact(makeRequest({ method: "BYE", uri: target, headers: dialogHeaders("BYE", ++cseq) })).catch(() => {});
        else if (invite) {
          const cancel = makeRequest({ method: "CANCEL", uri, headers: dialogHeaders("CANCEL", cseq) });
          setHeader(cancel, "Via", headerValues(invite, "Via")[0] ?? "");
          this.#send(cancel);
          return;
        }
        tellEnded("hung up");
      },
    };
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }

  #referTo(to: string, replacing: SimDialog | undefined): { name: string; value: string } {
    const query = replacing ? `?Replaces=${encodeURIComponent(replacesOf(replacing))}` : "";
    return { name: "Refer-To", value: `<sip:${to}@${this.#box.host}:${this.#box.port}${query}>` };
  }

  #sdp(sound: RtpEnd): string {
    return `v=0\r\no=sim 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${sound.port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n`;
  }

  /** RFC 3261 17.1.1.3: the ACK to a refusal belongs to the INVITE's transaction. */
  #ack(response: SipResponse, headers: { name: string; value: string }[], uri: string): void {
    const ack = makeRequest({ method: "ACK", uri, headers });
    setHeader(ack, "To", headerValue(response, "To") ?? "");
    setHeader(ack, "Via", headerValues(response, "Via")[0] ?? "");
    this.#send(ack);
  }

  async #withDigest(
    make: (cseq: number) => SipRequest,
    failed: (response: SipResponse) => void = () => {},
  ): Promise<SipResponse> {
    const first = await this.#transact(make(1));
    if ((first.status !== 401 && first.status !== 407) || this.#password === undefined) return first;
    failed(first);
    const request = make(2);
    const answer = answerChallenge(digestHash, {
      challenges: headerValues(first, first.status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate"),
      method: request.method,
      uri: request.uri,
      username: this.user,
      password: this.#password,
      cnonce: newId(),
      nonceCount: 1,
    });
    if (answer) setHeader(request, first.status === 401 ? "Authorization" : "Proxy-Authorization", answer.authorization);
    return this.#transact(request);
  }

  #withVia(request: SipRequest): SipRequest {
    request.headers.unshift({ name: "Via", value: `SIP/2.0/UDP ${this.#address}:${this.port};branch=z9hG4bK${newId()};rport` });
    return request;
  }

  /** Sends until answered (RFC 3261 17.1, timers A/E); resolves with the final response. */
  #transact(request: SipRequest): Promise<SipResponse> {
    this.#withVia(request);
    const branch = /branch=([^;]+)/.exec(headerValues(request, "Via")[0] ?? "")?.[1] ?? "";
    return new Promise((resolve, reject) => {
      let waitMs = 500;
      let timer: NodeJS.Timeout | undefined;
      const giveUp = setTimeout(() => {
        clearTimeout(timer);
        this.#answers.delete(branch);
        reject(new Error(`no answer to ${request.method}`));
      }, 32_000);
      const send = () => {
        if (this.#closed) return;
        this.#send(request);
        timer = setTimeout(send, waitMs);
        waitMs = Math.min(waitMs * 2, 4_000);
      };
      this.#answers.set(branch, (response) => {
        clearTimeout(timer);
        if (response.status < 200) return;
        clearTimeout(giveUp);
        if (request.method !== "INVITE") this.#answers.delete(branch);
        resolve(response);
      });
      send();
    });
  }

  #send(message: SipRequest | SipResponse): void {
    if (!this.#closed) this.#socket.send(serialize(message), this.#box.port, this.#box.host);
  }

  #heard(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message.kind === "fault") return;
    if (message.kind === "response") {
      // RFC 3261 9.1: a CANCEL has the branch of its INVITE, and an answer of its own.
      if (/\bCANCEL\b/.test(headerValue(message, "CSeq") ?? "")) return;
      const branch = /branch=([^;]+)/.exec(headerValues(message, "Via")[0] ?? "")?.[1] ?? "";
      this.#answers.get(branch)?.(message);
      return;
    }
    if (this.outOfOrder !== undefined && message.method !== "ACK") {
      this.#send(makeResponse(message, this.outOfOrder));
      return;
    }
    const callId = headerValue(message, "Call-ID") ?? "";
    const known = this.#calls.get(callId);
    if (known) return known(message);
    if (message.method === "INVITE") void this.#incoming(message, callId);
    else if (message.method !== "ACK")
      this.#send(makeResponse(message, message.method === "OPTIONS" || message.method === "NOTIFY" ? 200 : 481));
  }

  async #incoming(invite: SipRequest, callId: string): Promise<void> {
    const toTag = newId();
    let state: "ringing" | "up" | "ended" = "ringing";
    let tellEnded: (why: string) => void = () => {};
    let tellUp: () => void = () => {};
    // Retransmissions that come while the sound is being opened belong to this call already.
    this.#calls.set(callId, () => {});
    const sound = await RtpEnd.open();
    const ended = new Promise<string>((done) => {
      tellEnded = (why) => {
        if (state === "ended") return;
        state = "ended";
        sound.stop();
        this.#calls.delete(callId);
        done(why);
      };
    });
    const up = new Promise<void>((done) => {
      tellUp = done;
    });
    const respond = (status: number, body?: string) => {
      const response = makeResponse(invite, status, undefined, { toTag });
      if (status < 300) setHeader(response, "Contact", this.#contact);
      if (body) {
        setHeader(response, "Content-Type", "application/sdp");
        response.body = Buffer.from(body);
      }
      this.#send(response);
    };
    let cseq = 0;
    const outcomes: string[] = [];
    const remote = tagOf(headerValue(invite, "From") ?? "") ?? "";
    const inDialog = (method: string) => ({
      method,
      uri: parseNameAddr(headerValue(invite, "Contact") ?? "")?.uri ?? invite.uri,
      headers: [
        { name: "From", value: `${headerValue(invite, "To") ?? ""};tag=${toTag}` },
        { name: "To", value: headerValue(invite, "From") ?? "" },
        { name: "Call-ID", value: callId },
        { name: "CSeq", value: `${++cseq} ${method}` },
        { name: "Contact", value: this.#contact },
        { name: "Max-Forwards", value: "70" },
      ],
    });
    this.#calls.set(callId, (request) => {
      if (request.method === "INVITE") {
        if (headerValue(request, "CSeq") === headerValue(invite, "CSeq"))
          respond(state === "up" ? 200 : 180, state === "up" ? this.#sdp(sound) : undefined);
        return;
      }
      if (request.method === "ACK") return tellUp();
      this.#send(makeResponse(request, 200));
      if (request.method === "NOTIFY") outcomes.push(bodyText(request).trim());
      if (request.method === "CANCEL") {
        respond(487);
        tellEnded("cancelled");
      } else if (request.method === "BYE") tellEnded("far side hung up");
    });
    respond(180);
    this.onCall({
      up,
      ended,
      sound,
      from: headerValue(invite, "From") ?? "",
      to: /^sips?:([^@;]*)@/i.exec(invite.uri)?.[1] ?? "",
      outcomes,
      ring: { alertInfo: headerValue(invite, "Alert-Info") ?? "", callInfo: headerValue(invite, "Call-Info") ?? "" },
      dialog: () => ({ callId, local: toTag, remote }),
      refer: (to, replacing) => {
        const request = inDialog("REFER");
        request.headers.push(this.#referTo(to, replacing));
        return this.#transact(makeRequest(request)).then((r) => r.status);
      },
      answer: () => {
        if (state !== "ringing") return;
        state = "up";
        respond(200, this.#sdp(sound));
        sound.start(mediaOf(invite));
      },
      refuse: (status) => {
        respond(status);
        tellEnded(`refused ${status}`);
      },
      hangUp: () => {
        if (state === "ended") return;
        void this.#transact(makeRequest(inDialog("BYE"))).catch(() => {});
        tellEnded("hung up");
      },
    });
  }
}

function mediaOf(message: SipRequest | SipResponse): { address: string; port: number } {
  const text = bodyText(message);
  return { address: /^c=IN IP[46] (\S+)/m.exec(text)?.[1] ?? "127.0.0.1", port: Number(/^m=audio (\d+)/m.exec(text)?.[1] ?? 0) };
}

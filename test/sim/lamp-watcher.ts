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

const hash = (algorithm: string) => (text: string) => createHash(algorithm).update(text).digest("hex");
const digestHash = { md5: hash("md5"), sha256: hash("sha256"), hmac: hash("sha256") };
const newId = (): string => randomBytes(6).toString("hex");
const patienceMs = 15_000;

/** What a NOTIFY said: `dialogs` are the states of its dialogs in their order (RFC 4235). */
export type LampWord = { state: string; version: number; full: boolean; dialogs: string[]; text: string };

/** The lamps of a phone: subscribes over UDP (RFC 6665), answers what it is told (unless mute) and keeps it. */
export class LampWatcher {
  readonly #socket: Socket;
  readonly #who: { user: string; password: string; box: { host: string; port: number } };
  readonly #answers = new Map<string, (response: SipResponse) => void>();
  readonly #subscription = { callId: newId(), tag: newId(), remote: "", target: "", uri: "", event: "", cseq: 0 };
  #unread: LampWord[] = [];
  #waiting: (() => void) | undefined;
  #closed = false;
  /** Says nothing any more, as a phone without power. */
  mute = false;
  /** NOTIFYs that came, repetitions included. */
  heard = 0;

  private constructor(socket: Socket, who: { user: string; password: string; box: { host: string; port: number } }) {
    this.#socket = socket;
    this.#who = who;
    socket.on("message", (bytes) => this.#heard(bytes));
    socket.on("error", () => {});
  }

  static async open(who: { user: string; password: string; box: { host: string; port: number } }): Promise<LampWatcher> {
    const socket = createSocket("udp4");
    await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
    return new LampWatcher(socket, who);
  }

  /** A new subscription in the place of the former one. Resolves with the answer's status. */
  async subscribe(event: "dialog" | "message-summary", target: string, seconds: number): Promise<number> {
    const { host, port } = this.#who.box;
    const uri = `sip:${target}@${host}:${port}`;
    Object.assign(this.#subscription, { callId: newId(), tag: newId(), remote: "", target: uri, uri, event, cseq: 0 });
    const first = await this.#ask(seconds);
    if (first.status !== 401) return first.status;
    const second = await this.#ask(seconds, headerValues(first, "WWW-Authenticate"));
    const remote = tagOf(headerValue(second, "To") ?? "");
    Object.assign(this.#subscription, { remote, target: parseNameAddr(headerValue(second, "Contact") ?? "")?.uri ?? uri });
    return second.status;
  }

  /** RFC 6665 4.1.2.2: the same subscription goes on so long; 0 ends it. */
  async refresh(seconds: number): Promise<number> {
    return (await this.#ask(seconds)).status;
  }

  /** The next thing it was told. */
  async next(): Promise<LampWord> {
    const word = this.#unread.shift();
    if (word) return word;
    await new Promise<void>((done, failed) => {
      const giveUp = setTimeout(() => failed(new Error("the lamp was told nothing")), patienceMs);
      this.#waiting = () => {
        clearTimeout(giveUp);
        done();
      };
    });
    return this.next();
  }
  /** Goes on listening until it is told this. */
  async until(good: (word: LampWord) => boolean): Promise<LampWord> {
    for (;;) {
      const word = await this.next();
      if (good(word)) return word;
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }

  #ask(seconds: number, challenges?: string[]): Promise<SipResponse> {
    const { user, password, box } = this.#who;
    const s = this.#subscription;
    const { address, port } = this.#socket.address() as AddressInfo;
    const branch = `z9hG4bK${newId()}`;
    const request = makeRequest({
      method: "SUBSCRIBE",
      uri: s.target,
      headers: [
        { name: "Via", value: `SIP/2.0/UDP ${address}:${port};branch=${branch};rport` },
        { name: "From", value: `<sip:${user}@${box.host}:${box.port}>;tag=${s.tag}` },
        { name: "To", value: `<${s.uri}>${s.remote ? `;tag=${s.remote}` : ""}` },
        { name: "Call-ID", value: s.callId },
        { name: "CSeq", value: `${++s.cseq} SUBSCRIBE` },
        { name: "Contact", value: `<sip:${user}@${address}:${port}>` },
        { name: "Event", value: s.event },
        { name: "Expires", value: String(seconds) },
        { name: "Max-Forwards", value: "70" },
      ],
    });
    const proof =
      challenges &&
      answerChallenge(digestHash, {
        challenges,
        method: "SUBSCRIBE",
        uri: request.uri,
        username: user,
        password,
        cnonce: newId(),
        nonceCount: 1,
      });
    if (proof) setHeader(request, "Authorization", proof.authorization);
    return this.#transact(request, branch);
  }

  /** RFC 3261 17.1.2.2, timer E. */
  #transact(request: SipRequest, branch: string): Promise<SipResponse> {
    return new Promise((resolve, reject) => {
      const again = setInterval(() => this.#send(request), 1_000);
      const giveUp = setTimeout(() => over(() => reject(new Error("no answer to SUBSCRIBE"))), patienceMs);
      const over = (how: () => void): void => {
        clearInterval(again);
        clearTimeout(giveUp);
        this.#answers.delete(branch);
        how();
      };
      this.#answers.set(branch, (response) => response.status >= 200 && over(() => resolve(response)));
      this.#send(request);
    });
  }

  #send(message: SipRequest | SipResponse): void {
    if (!this.#closed) this.#socket.send(serialize(message), this.#who.box.port, this.#who.box.host);
  }

  #heard(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message.kind === "fault") return;
    if (message.kind === "response") {
      const branch = /branch=([^;]+)/.exec(headerValues(message, "Via")[0] ?? "")?.[1] ?? "";
      this.#answers.get(branch)?.(message);
      return;
    }
    if (message.method !== "NOTIFY") return;
    this.heard++;
    if (this.mute) return;
    this.#send(makeResponse(message, 200));
    if (headerValue(message, "Call-ID") !== this.#subscription.callId) return;
    const text = bodyText(message);
    this.#unread.push({
      state: headerValue(message, "Subscription-State") ?? "",
      version: Number(/ version="(\d+)"/.exec(text)?.[1] ?? -1),
      full: text.includes('state="full"'),
      dialogs: [...text.matchAll(/<state>([a-z]+)<\/state>/g)].map((m) => m[1]!),
      text,
    });
    this.#waiting?.();
    this.#waiting = undefined;
  }
}

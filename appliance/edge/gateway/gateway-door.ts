import { createHash, createHmac, randomBytes } from "node:crypto";
import { answerTooLong, limitedText } from "../../runtime/limited-text.ts";
import type { GatewayQuestion } from "../../wire/gateway/gateway-question.ts";
import { answerChallenge } from "../../wire/sip/digest/answer-challenge.ts";

export type DoorParts = {
  /** `http://192.0.2.7:80` */
  base: string;
  user: string;
  password: string;
  /** Default 10 s. */
  timeoutMs?: number;
};

/** `untaken`: it surely didn't act on the question. `login`: for it doesn't believe us. `tooLong`: it says more than is read. */
export type DoorAnswer =
  | { ok: true; body: Uint8Array }
  | { ok: false; why: string; untaken: boolean; login: boolean; tooLong?: true };

const longestBytes = 64_000;
const defaultTimeoutMs = 10_000;
/** The connection never stood. */
const unconnected = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
const hash = {
  md5: (text: string) => createHash("md5").update(text).digest("hex"),
  sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
  hmac: (text: string) => createHmac("sha256", "").update(text).digest("hex"),
};

/** One gateway's web server: asks, proves who we are in the way it wants, and bounds what comes back. */
export class GatewayDoor {
  readonly #parts: DoorParts;
  readonly #stopped = new AbortController();
  /** What it asked for last: the next question goes with the proof at once. */
  #challenges: string[] = [];
  #uses = 0;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  async ask(question: GatewayQuestion): Promise<DoorAnswer> {
    try {
      let response = await this.#send(question);
      // Twice at most: for the first time, and when its nonce is too old (RFC 7616 3.4).
      if (response.status === 401 && this.#takeChallenge(response)) {
        await response.body?.cancel();
        response = await this.#send(question);
      }
      if (response.status === 401 || response.status === 403) {
        await response.body?.cancel();
        this.#challenges = [];
        return { ok: false, why: `login refused (HTTP ${response.status})`, untaken: true, login: true };
      }
      if (response.status !== 200) {
        await response.body?.cancel();
        return { ok: false, why: `HTTP ${response.status}`, untaken: response.status < 500, login: false };
      }
      const body = await limitedText(response, longestBytes).catch((error: Error) => {
        if (error.message === answerTooLong) return undefined;
        throw error;
      });
      if (body === undefined) return { ok: false, why: answerTooLong, untaken: false, login: false, tooLong: true };
      return { ok: true, body: Buffer.from(body, "utf8") };
    } catch (error) {
      return fault(error);
    }
  }

  stop(): void {
    this.#stopped.abort(new Error("stopped"));
  }

  #send({ method, path, body }: GatewayQuestion): Promise<Response> {
    const authorization = this.#proof(method, path);
    return fetch(`${this.#parts.base}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#parts.timeoutMs ?? defaultTimeoutMs)]),
      headers: {
        accept: "application/json",
        // A connection kept open and closed by them at that moment would leave us not knowing whether they had the question.
        connection: "close",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body }),
    });
  }

  /** False when it asks for nothing that we can answer. */
  #takeChallenge(response: Response): boolean {
    // RFC 9110 11.6.1: several may stand in one field.
    const asked = (response.headers.get("www-authenticate") ?? "").slice(0, 4000);
    this.#challenges = asked.split(/,\s*(?=(?:Digest|Basic)\s)/i).slice(0, 8);
    this.#uses = 0;
    return this.#challenges.some((one) => /^\s*(?:Digest|Basic)\s/i.test(one));
  }

  #proof(method: string, uri: string): string | undefined {
    const { user, password } = this.#parts;
    const digest = answerChallenge(hash, {
      challenges: this.#challenges,
      method,
      uri,
      username: user,
      password,
      cnonce: randomBytes(12).toString("hex"),
      nonceCount: ++this.#uses,
    });
    if (digest) return digest.authorization;
    // RFC 7617: only to whoever offers nothing better.
    const basic = this.#challenges.some((one) => /^\s*Basic\s/i.test(one));
    return basic ? `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}` : undefined;
  }
}

function fault(error: unknown): DoorAnswer {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const untaken = cause?.code !== undefined && unconnected.has(cause.code);
  const why = name === "TimeoutError" ? "no answer in time" : (cause?.code ?? cause?.message ?? message);
  return { ok: false, why: String(why).slice(0, 200), untaken, login: false };
}

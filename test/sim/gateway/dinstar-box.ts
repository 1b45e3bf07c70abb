import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AnswerFault, answerJson, basicProof, HttpEnd } from "./http-end.ts";

/** What goes wrong with the next answer of a kind; it has acted on the question before, but for "login". */
export type DinstarFault = AnswerFault | "login" | "refuse";
type Sent = {
  number: string;
  text: string;
  port: number;
  user_id: number;
  ref_id: number;
  time: string;
  status: string;
  reported: boolean;
};
type Incoming = { incoming_sms_id: number; port: number; number: string; smsc: string; timestamp: string; text: string };
const pageBytes = 8000;

/** The HTTP side of a Dinstar gateway, in its shapes: numbers, sends, keeps and pages texts, and fails when told to. */
export class DinstarBox extends HttpEnd {
  readonly #nonces = new Map<string, number>();
  readonly user = "linebox";
  readonly password = "to the gateway";
  login: "basic" | "digest" = "digest";
  readonly sent: Sent[] = [];
  readonly inbox: Incoming[] = [];
  /** By name of the question, in the order they come. */
  readonly faults = new Map<string, DinstarFault[]>();
  readonly registration = new Map<number, string>();
  readonly asked: string[] = [];
  /** Answers name texts twice, and the newest first. */
  untidy = false;
  /** What becomes of what is sent. */
  outcome: "SENT_OK" | "SENDING" | "FAILED" = "SENT_OK";
  /** The recipient's network says this; nothing without it. */
  statusCode: number | undefined = 0;
  /** Its clock. */
  now: () => Date = () => new Date();
  #lastIncoming = 0;

  constructor() {
    super((request, body, response) => this.#answer(request, body, response));
  }

  /** A text comes in by a port (from 0). */
  deliver(port: number, number: string, text: string): void {
    const incoming_sms_id = ++this.#lastIncoming;
    this.inbox.push({ incoming_sms_id, port, number, smsc: "+8613800100500", timestamp: this.#time(), text });
  }

  /** Somebody has emptied it, and it counts anew. */
  empty(): void {
    this.inbox.length = 0;
    this.#lastIncoming = 0;
  }

  fail(question: string, ...faults: DinstarFault[]): void {
    this.faults.set(question, faults);
  }

  #answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://gateway");
    const name = url.pathname.replace("/api/", "");
    if (!this.#admits(request)) return this.#challenge(response);
    const fault = this.faults.get(name)?.shift();
    if (fault === "login") return this.#challenge(response);
    this.asked.push(name);
    if (fault === "refuse") return answerJson(response, JSON.stringify({ error_code: 500, sn: "dbd2-0325-0044-0088" }));
    answerJson(response, JSON.stringify(this.#act(name, url.searchParams, body)), fault);
  }

  #act(name: string, query: URLSearchParams, body: string): object {
    const sn = "dbd2-0325-0044-0088";
    const asked = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>);
    switch (name) {
      case "send_sms":
        return { error_code: 202, sn, ...this.#take(asked) };
      case "query_sms_result":
        return { error_code: 200, sn, result: this.#tidy(this.#results(asked.user_id as number[])) };
      case "query_sms_deliver_status":
        return { error_code: 200, sn, result: this.#tidy(this.#reports(asked.number as string[], asked.port as number[])) };
      case "query_incoming_sms":
        return { error_code: 200, sn, ...this.#page(Number(query.get("incoming_sms_id") ?? 0), query.get("port") ?? "") };
      case "get_port_info":
        return { error_code: 200, sn, info: (query.get("port") ?? "").split(",").map((port) => this.#port(Number(port))) };
      default:
        return { error_code: 400, sn };
    }
  }

  #take(asked: Record<string, unknown>) {
    const [port] = asked.port as number[];
    for (const { number, text_param, user_id } of asked.param as { number: string; text_param: string[]; user_id: number }[]) {
      const ref_id = (this.sent.length + 1) & 255;
      const known = { number, text: text_param[0]!, port: port!, user_id, ref_id, time: this.#time() };
      this.sent.push({ ...known, status: this.outcome, reported: asked.request_status_report === true });
    }
    return { sms_in_queue: 1, task_id: this.sent.length };
  }

  #results(ids: number[]): object[] {
    return this.sent
      .filter((one) => ids.includes(one.user_id))
      .map(({ port, number, user_id, time, status, ref_id }) => {
        const left = status === "SENT_OK" ? 1 : 0;
        return { port, number, user_id, time, status, count: 1, succ_count: left, ref_id, imsi: "460004642148063" };
      });
  }

  #reports(numbers: string[], ports: number[]): object[] {
    return this.sent
      .filter((one) => one.reported && numbers.includes(one.number) && ports.includes(one.port) && this.statusCode !== undefined)
      .map(({ port, number, ref_id }) => ({
        port,
        number,
        time: this.#time(),
        ref_id,
        status_code: this.statusCode,
        imsi: "460",
      }));
  }

  #page(after: number, port: string) {
    const of = this.inbox.filter((one) => String(one.port) === port);
    const page: Incoming[] = [];
    for (const one of of.filter(({ incoming_sms_id }) => incoming_sms_id > after)) {
      if (JSON.stringify([...page, one]).length > pageBytes) break;
      page.push(one);
    }
    return { sms: this.#tidy(page), read: 0, unread: of.length };
  }

  #port(port: number) {
    return { port, reg: this.registration.get(port) ?? "REGISTER_OK", signal: 23 };
  }

  #tidy<T>(items: T[]): T[] {
    return this.untidy ? [...items, ...items].reverse() : items;
  }

  #time(): string {
    const at = this.now();
    const two = (n: number): string => String(n).padStart(2, "0");
    const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  }

  #challenge(response: ServerResponse): void {
    const nonce = randomBytes(12).toString("hex");
    this.#nonces.set(nonce, 0);
    const digest = `Digest realm="Web Server", domain="",qop="auth", nonce="${nonce}", opaque="5ccc09",algorithm="MD5"`;
    response.writeHead(401, { "www-authenticate": this.login === "basic" ? 'Basic realm="Web Server"' : digest }).end();
  }

  /** RFC 7616 3.4.1; the count of a nonce must rise. */
  #admits({ headers, method, url }: IncomingMessage): boolean {
    const proof = headers.authorization ?? "";
    if (this.login === "basic") return proof === basicProof(this.user, this.password);
    const field = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(proof)?.[1] ?? "";
    const [nonce, nc] = [field("nonce"), Number.parseInt(field(" nc"), 16)];
    const last = this.#nonces.get(nonce);
    if (last === undefined || !(nc > last) || field("uri") !== url) return false;
    const ha1 = md5(`${this.user}:Web Server:${this.password}`);
    const good = md5(`${ha1}:${nonce}:${field(" nc")}:${field("cnonce")}:auth:${md5(`${method}:${url}`)}`);
    if (field("response") !== good) return false;
    this.#nonces.set(nonce, nc);
    return true;
  }
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

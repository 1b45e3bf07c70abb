import type { IncomingMessage, ServerResponse } from "node:http";
import { type AnswerFault, answerJson, basicProof, HttpEnd } from "./http-end.ts";

/** What goes wrong with the next answer of a kind; it has acted on the question before, but for "refuse". */
export type SynwayFault = AnswerFault | "refuse";
type Incoming = { at: Date; port: number; number: string; text: string };

/** The HTTP side of a Synway gateway, in its shapes (API 1.8): ports count from 1, and everything meant stands in one string. */
export class SynwayBox extends HttpEnd {
  readonly user = "ApiUserAdmin";
  readonly password = "to the synway";
  readonly sent: { num: string; smsinfo: string; port: string; encoding: string }[] = [];
  readonly inbox: Incoming[] = [];
  /** By event, in the order they come. */
  readonly faults = new Map<string, SynwayFault[]>();
  readonly asked: string[] = [];
  /** 1 connected, 3 rejected, 5 roaming … of each of its four ports. */
  connect = [1, 1, 1, 1];
  /** The newest first, moments as in a calendar, line breaks as they are. */
  untidy = false;
  now: () => Date = () => new Date();
  #tasks = 0;

  constructor() {
    super((request, body, response) => this.#answer(request, body, response));
  }

  /** A text comes in by a port (from 1). */
  deliver(port: number, number: string, text: string, at = this.now()): void {
    this.inbox.push({ at, port, number, text });
  }

  fail(event: string, ...faults: SynwayFault[]): void {
    this.faults.set(event, faults);
  }

  #answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    if (request.headers.authorization !== basicProof(this.user, this.password))
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="Synway"' }).end();
    const asked = JSON.parse(body) as Record<string, string>;
    const event = asked.event ?? "";
    const place = event === "txsms" ? "/API/TaskHandle" : "/API/QueryInfo";
    if (request.method !== "POST" || request.url !== place) return void response.writeHead(404).end();
    const fault = this.faults.get(event)?.shift();
    this.asked.push(event);
    if (fault === "refuse") return answerJson(response, JSON.stringify({ result: "error", content: "no available port" }));
    const said = JSON.stringify(this.#act(event, asked));
    // It writes line breaks of a text as they are.
    answerJson(response, this.untidy ? said.replaceAll("\\n", "\n") : said, fault);
  }

  #act(event: string, asked: Record<string, string>): object {
    switch (event) {
      case "txsms": {
        const { num = "", smsinfo = "", port = "", encoding = "" } = asked;
        this.sent.push({ num, smsinfo, port, encoding });
        return { result: "ok", content: `taskid:${this.#tasks++}` };
      }
      case "queryrxsms":
        return { result: "ok", content: this.#page(asked) };
      case "getportconnectstate":
        return { result: "ok", content: `total:${this.connect.length};ConnectState:${this.connect.join(",")}` };
      default:
        return { result: "error", content: "unknown event" };
    }
  }

  #page({ begintime = "", endtime = "", port = "" }: Record<string, string>): string {
    const of = this.inbox.filter(({ at, port: its }) => {
      const time = digits(at);
      return String(its) === port && time >= begintime && time <= endtime;
    });
    const page = this.untidy ? [...of].reverse() : of;
    const texts = page.map(({ at, port: its, number, text }) => {
      const time = this.untidy ? digits(at).replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3 $4:$5:$6") : digits(at);
      return `${time}:${its}(${this.untidy ? "C" : "-1"})(-1):${number}:${text}|E`;
    });
    return [`total:${of.length}`, ...texts].join(";");
  }
}

/** `20261122091230` by the clock of this machine's zone. */
function digits(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return [at.getFullYear(), at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join("");
}

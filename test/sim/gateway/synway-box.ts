import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with the next answer of a kind; it has acted on the question before, but for "refuse". */
export type SynwayFault = "silent" | "500" | "broken" | "refuse";
type Incoming = { at: Date; port: number; number: string; text: string };

/** The HTTP side of a Synway gateway, in its shapes (API 1.8): ports count from 1, and everything meant stands in one string. */
export class SynwayBox {
  readonly #server: Server;
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
  port = 0;
  #tasks = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  async open(address = "127.0.0.1"): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, address, done));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  /** A text comes in by a port (from 1). */
  deliver(port: number, number: string, text: string, at = this.now()): void {
    this.inbox.push({ at, port, number, text });
  }

  fail(event: string, ...faults: SynwayFault[]): void {
    this.faults.set(event, faults);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const proof = `Basic ${Buffer.from(`${this.user}:${this.password}`).toString("base64")}`;
    if (request.headers.authorization !== proof)
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="Synway"' }).end();
    const asked = JSON.parse(body) as Record<string, string>;
    const event = asked.event ?? "";
    const place = event === "txsms" ? "/API/TaskHandle" : "/API/QueryInfo";
    if (request.method !== "POST" || request.url !== place) return void response.writeHead(404).end();
    const fault = this.faults.get(event)?.shift();
    this.asked.push(event);
    if (fault === "refuse") return json(response, { result: "error", content: "no available port" });
    const said = this.#act(event, asked);
    if (fault === "silent") return;
    if (fault === "500") return void response.writeHead(500).end("Server Error");
    if (fault === "broken") return void response.writeHead(200).end(JSON.stringify(said).slice(0, -7));
    // It writes line breaks of a text as they are.
    const text = JSON.stringify(said);
    response.writeHead(200, { "content-type": "application/json" }).end(this.untidy ? text.replaceAll("\\n", "\n") : text);
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
const json = (response: ServerResponse, said: object): void => {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
};

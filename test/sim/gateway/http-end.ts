import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with an answer after the question was acted on. */
export type AnswerFault = "silent" | "500" | "broken";

/** The HTTP side of a simulated gateway: listens, reads questions whole, and answers well or badly. */
export class HttpEnd {
  readonly #server: Server;
  port = 0;

  constructor(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
    this.#server = createServer((request, response) => {
      void bodyOf(request)
        .then((body) => answer(request, body, response))
        .catch(() => response.destroy());
    });
  }

  async open(address = "127.0.0.1"): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, address, done));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** `said` is JSON; a broken answer lacks its end. */
export function answerJson(response: ServerResponse, said: string, fault?: AnswerFault): void {
  if (fault === "silent") return;
  if (fault === "500") return void response.writeHead(500).end("Server Error");
  response.writeHead(200, { "content-type": "application/json" }).end(fault === "broken" ? said.slice(0, -7) : said);
}

export const basicProof = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

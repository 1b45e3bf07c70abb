import { createServer, type IncomingMessage, type Server } from "node:http";
import { DemoBusiness } from "./demo-business.ts";

const longestBodyBytes = 10_000;

/** Stands in for the utility's own systems beside the lab; answers over HTTP as the real ones would. Returns where it listens. */
export async function startBusinessServer(): Promise<{ url: string; server: Server }> {
  const business = new DemoBusiness();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://business");
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    parametersOf(request, url).then(
      (asked) => {
        const { status, body } = business.answer(url.pathname, asked);
        answer(status, body);
      },
      () => answer(400, {}),
    );
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", done);
  });
  server.unref();
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, server };
}

/** The query; of a POST the texts in its JSON. */
async function parametersOf(request: IncomingMessage, url: URL): Promise<Record<string, string>> {
  if (request.method !== "POST") return Object.fromEntries(url.searchParams);
  let body = "";
  for await (const part of request) {
    body += String(part);
    if (body.length > longestBodyBytes) throw new Error("too long");
  }
  const asked: unknown = JSON.parse(body);
  if (typeof asked !== "object" || asked === null) throw new Error("not an object");
  return Object.fromEntries(Object.entries(asked).filter((e): e is [string, string] => typeof e[1] === "string"));
}

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LookupEvent } from "../../contract/effects.ts";
import type { ConnectorSettings } from "../../contract/settings.ts";
import { Business } from "./business.ts";
import { flatValues } from "./flat-values.ts";

let server: Server;
let base = "";
const held: (() => void)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    if (url.pathname === "/bill/1001")
      response.end(JSON.stringify({ amount: 205.3, name: "张伟", meter: { number: url.searchParams.get("m") } }));
    else if (url.pathname === "/slow") held.push(() => response.end("{}"));
    else if (url.pathname === "/long") response.end(`"${"x".repeat(400_000)}"`);
    else if (url.pathname === "/broken") response.end("<html>");
    else if (url.pathname === "/teapot") response.writeHead(500).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const go of held) go();
  server.closeAllConnections();
  server.close();
});

const ask = (url: string, parameters: Record<string, string>, timeoutMs = 1000): Promise<LookupEvent> =>
  new Promise((hear) => {
    const business = new Business({ hear });
    const connector: ConnectorSettings = { id: "billing", name: "Billing", url, method: "GET", timeoutMs };
    business.configure([connector]);
    business.perform({ do: "lookup.ask", request: "r1", connector: "billing", parameters, timeoutMs });
  });

test("fills the address, flattens the answer", async () => {
  const answer = await ask(`${base}/bill/{number}?m={m}`, { number: "1001", m: "a/b c" });
  expect(answer).toEqual({
    on: "lookup.answered",
    request: "r1",
    outcome: "ok",
    text: "HTTP 200",
    values: { amount: "205.3", name: "张伟", "meter.number": "a/b c" },
  });
});

test.each([
  ["/nothing", "not-found", /404/],
  ["/teapot", "failed", /HTTP 500/],
  ["/broken", "failed", /JSON/],
  ["/long", "failed", /too long/],
])("%s is %s", async (path, outcome, text) => {
  const answer = await ask(base + path, {});
  expect(answer.outcome).toBe(outcome);
  expect(answer.text).toMatch(text);
});

test("a service that doesn't answer, or isn't there, fails in time", async () => {
  expect(await ask(`${base}/slow`, {}, 150)).toMatchObject({ outcome: "failed", text: "no answer in time" });
  expect(await ask("http://127.0.0.1:9/x", {})).toMatchObject({ outcome: "failed" });
});

test("values are bounded in number, depth and length", () => {
  const values = flatValues({
    list: Array.from({ length: 500 }, (_, i) => i),
    long: "y".repeat(9999),
    deep: { a: { b: { c: { d: { e: 1 } } } } },
  });
  expect(Object.keys(values).length).toBeLessThanOrEqual(100);
  expect(Object.values(values).every((v) => v.length <= 500)).toBe(true);
});

import { get } from "node:http";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { troubleOf } from "./trouble-of.ts";

const errorOf = (ask: (url: string) => { on(event: "error", hear: (error: Error) => void): void }, url: string) =>
  new Promise<Error>((done) => ask(url).on("error", done));

test("errors of true connections have words of their own", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  expect(troubleOf(await errorOf(get, `http://127.0.0.1:${port}/`))).toEqual({ code: "closed" });
  await new Promise((done) => server.close(done));
  expect(troubleOf(await errorOf(get, `http://127.0.0.1:${port}/`))).toEqual({ code: "refused" });
});

test("codes are found where libraries put them; what nobody knows is quoted", () => {
  const of = (message: string, code?: string) => troubleOf(Object.assign(new Error(message), { code }));
  expect(of("connect ECONNREFUSED 127.0.0.1:25", "ESOCKET")).toEqual({ code: "refused" });
  expect(of("getaddrinfo ENOTFOUND mail.example", "EDNS")).toEqual({ code: "name-unknown" });
  expect(of("self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT")).toEqual({
    code: "certificate",
    said: "self-signed certificate",
  });
  expect(troubleOf(new DOMException("timed out", "TimeoutError"))).toEqual({ code: "no-answer" });
  expect(of("Not authorized")).toEqual({ code: "other", said: "Not authorized" });
  expect(troubleOf("odd")).toEqual({ code: "other", said: "odd" });
});

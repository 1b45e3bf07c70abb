import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";
import type { ControlOutput } from "./control-session.ts";
import { ControlSession } from "./control-session.ts";

const hostports = "udp/127.0.0.1:25060";
const newSession = (): ControlSession =>
  new ControlSession({ secret: "s3cret", version: "v0.9.10", hostports, localHostports: hostports, newId: () => "u" });
const say = (session: ControlSession, ...payloads: string[]): ControlOutput[] =>
  session.receive(encodeUtf8(payloads.map((payload) => `${encodeUtf8(payload).length}#${payload}`).join("")));
const seen = (outputs: ControlOutput[]): string[] =>
  outputs.map((output) => (output.do === "send" ? decodeUtf8(output.bytes).replace(/^\d+#/, "") : output.do));

describe("a control session", () => {
  it("opens with authenticate, then routes and pings", () => {
    const session = newSession();
    expect(seen(say(session, "a|authenticate|s3cret|", "b|route|invite", "c|ping"))).toEqual([
      `u|response|a|OK|${hostports}|v0.9.10|${hostports}`,
      "authenticated",
      "u|response|b|OK",
      "u|response|c|OK|pong",
    ]);
    expect(session.routes("invite")).toBe(true);
    expect(session.routes("register")).toBe(false);
  });

  it.each(["b|route|invite", "b|ping", "b|sip||\r\nOPTIONS sip:x SIP/2.0\r\n\r\n", "b|dance"])(
    "hears nothing before authenticate: %j",
    (payload) => {
      const session = newSession();
      expect(seen(say(session, payload, "a|authenticate|s3cret|"))).toEqual(["u|response|b|NO|not authenticated", "close"]);
      expect(session.authenticated).toBe(false);
      expect(session.routes("invite")).toBe(false);
    },
  );

  it.each(["", "s3cre", "s3cret ", "s3creT"])("ends on the wrong secret %j", (secret) => {
    const session = newSession();
    expect(seen(say(session, `a|authenticate|${secret}|`, "b|route|invite"))).toEqual([
      "u|response|a|NO|incorrect secret",
      "close",
    ]);
  });

  it("a verb routed twice is one route, and removing it leaves the others", () => {
    const session = newSession();
    say(session, "a|authenticate|s3cret|", "b|route|invite", "c|route|invite", "d|route|register", "e|remove_route|invite");
    expect(session.routedVerbs).toEqual(["register"]);
  });

  it("hands over commands in order and refuses what it cannot do", () => {
    const session = newSession();
    say(session, "a|authenticate|s3cret|");
    const out = say(
      session,
      "b|sip|t|\r\nSIP/2.0 200 OK\r\n\r\n",
      "c|proxy|t|||||||sip:x\r\nINVITE sip:x SIP/2.0\r\n\r\n",
      "d|sip||",
      "e|sip|t|\r\nCANCEL sip:x SIP/2.0\r\n\r\n",
    );
    expect(seen(out)).toEqual([
      "command",
      "u|response|c|NOK|proxying is not offered by this server",
      "u|response|d|NOK|missing SIP message",
      "command",
    ]);
  });

  it("a stream out of step is closed and stays deaf", () => {
    const session = newSession();
    expect(seen(session.receive(encodeUtf8("GET / HTTP/1.1\r\n")))).toEqual(["close"]);
    expect(say(session, "a|authenticate|s3cret|")).toEqual([]);
  });
});

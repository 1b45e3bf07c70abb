import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";
import type { Meta, ServerMessage } from "./server-message.ts";
import { clock, formatServerMessage } from "./server-message.ts";

const atMs = Date.UTC(2025, 0, 1, 19, 13, 5, 946);
const fromNetwork: Meta = { source: "network", bytes: 470, protocol: "udp", address: "127.0.0.1", port: 25070, atMs };
const fromApp: Meta = { ...fromNetwork, source: "application" };
const sip = encodeUtf8("BYE sip:a SIP/2.0\r\n\r\n");
const said = (message: ServerMessage): string => {
  const text = decodeUtf8(formatServerMessage("u", message));
  return text.slice(text.indexOf("#") + 1).split("\r\n")[0]!;
};

// Token lines of a recorded session with a real server, ids normalised.
describe("what the server says", () => {
  it("simple replies", () => {
    expect(said({ kind: "ok", replyTo: "m1" })).toBe("u|response|m1|OK");
    expect(said({ kind: "pong", replyTo: "m1" })).toBe("u|response|m1|OK|pong");
    expect(said({ kind: "unauthorised", replyTo: "m1", why: "incorrect secret" })).toBe("u|response|m1|NO|incorrect secret");
    expect(said({ kind: "failed", replyTo: "m1", why: "missing content-type" })).toBe("u|response|m1|NOK|missing content-type");
    const hostports = "tcp/127.0.0.1:25060,udp/127.0.0.1:25060";
    expect(said({ kind: "authenticated", replyTo: "m1", hostports, version: "v0.9.10", localHostports: hostports })).toBe(
      `u|response|m1|OK|${hostports}|v0.9.10|${hostports}`,
    );
  });

  it("requests", () => {
    const receivedOn = { address: "127.0.0.1", port: 25060 };
    expect(said({ kind: "new-request", meta: fromNetwork, transactionId: "t", receivedOn, sip })).toBe(
      "u|sip|network|470|udp|127.0.0.1|25070|19:13:05.946000|t||127.0.0.1|25060|",
    );
    expect(said({ kind: "dialog-request", meta: fromNetwork, transactionId: "t", dialogId: "1@h;from-tag=T1", sip })).toBe(
      "u|sip|network|470|udp|127.0.0.1|25070|19:13:05.946000|t|1@h;from-tag=T1|",
    );
  });

  it("answers and echoes", () => {
    expect(
      said({ kind: "answer", meta: { ...fromNetwork, bytes: 0, address: "", port: 0 }, transactionId: "t", dialogId: "", sip }),
    ).toBe("u|sip|network|0|udp||0|19:13:05.946000|t||");
    expect(said({ kind: "request-sent", replyTo: "m1", meta: fromApp, transactionId: "t", sip })).toBe(
      "u|response|m1|OK|application|470|udp|127.0.0.1|25070|19:13:05.946000|t|Msg sent:|",
    );
    expect(
      said({ kind: "response-sent", replyTo: "m1", meta: fromApp, transactionId: "t", dialogId: "1@h;from-tag=T1", sip }),
    ).toBe("u|response|m1|OK|application|470|udp|127.0.0.1|25070|19:13:05.946000|t|1@h;from-tag=T1||Msg sent:|");
  });

  it("call records", () => {
    expect(said({ kind: "cdr-attempt", source: "network", atMs, sip })).toBe("u|cdr:attempt|network|19:13:05.946000");
    expect(said({ kind: "cdr-start", source: "application", atMs, role: "uas", sip })).toBe(
      "u|cdr:start|application|19:13:05.946000|uas",
    );
    expect(said({ kind: "cdr-stop", source: "network", atMs, reason: "normal-release", sip })).toBe(
      "u|cdr:stop|network|19:13:05.946000|normal-release",
    );
  });

  it("a bar or a line break in a reason cannot become a token or a line", () => {
    expect(said({ kind: "failed", replyTo: "m1", why: "a|b\r\nc" })).toBe("u|response|m1|NOK|a b  c");
  });

  it("the clock has microseconds and wraps at midnight", () => {
    expect(clock(0)).toBe("00:00:00.000000");
    expect(clock(86_399_999.5)).toBe("23:59:59.999500");
    expect(clock(86_400_000)).toBe("00:00:00.000000");
  });
});

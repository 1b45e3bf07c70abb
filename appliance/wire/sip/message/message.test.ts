import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../kit/utf8.ts";
import { bodyText } from "./body-text.ts";
import { addHeader, hasListed, headerValue, headerValues, prependHeader, removeHeader, setHeader } from "./headers.ts";
import { makeRequest } from "./make-request.ts";
import { makeResponse } from "./make-response.ts";
import { parseDraft, parseMessage } from "./parse-message.ts";
import { serialize } from "./serialize.ts";
import type { SipMessage, SipParseFault, SipRequest } from "./types.ts";
import { topVia } from "./via.ts";

const head = [
  "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
  "From: <sip:a@example.org>;tag=1",
  "To: <sip:b@example.org>",
  "Call-ID: c1",
  "CSeq: 1 INVITE",
];
const text = (lines: readonly string[], body = ""): Uint8Array => encodeUtf8(`${lines.join("\r\n")}\r\n\r\n${body}`);
const invite = (...more: string[]): Uint8Array => text(["INVITE sip:b@example.org SIP/2.0", ...head, ...more]);
const request = (result: SipMessage | SipParseFault): SipRequest => {
  if (result.kind !== "request") throw new Error("no request");
  return result;
};

describe("parseMessage", () => {
  it("keeps order, spelling and repetition of headers, and expands compact names", () => {
    const message = request(parseMessage(invite("k: timer", "X-One: 1", "x-one: 2", "SUPPORTED: 100rel")));
    expect(message.headers.slice(5)).toEqual([
      { name: "Supported", value: "timer" },
      { name: "X-One", value: "1" },
      { name: "x-one", value: "2" },
      { name: "SUPPORTED", value: "100rel" },
    ]);
  });

  it("ends the body where Content-Length says, or with the datagram", () => {
    expect(bodyText(request(parseMessage(text(["INVITE sip:b SIP/2.0", ...head, "Content-Length: 3"], "abcdef"))))).toBe("abc");
    expect(bodyText(request(parseMessage(text(["INVITE sip:b SIP/2.0", ...head], "äöü"))))).toBe("äöü");
    expect(parseMessage(text(["INVITE sip:b SIP/2.0", ...head], "abc"), undefined, "stream")).toMatchObject({
      kind: "fault",
      answer: 400,
    });
  });

  it("does not hold on to the buffer it read", () => {
    const bytes = text(["INVITE sip:b SIP/2.0", ...head, "Content-Length: 3"], "abc");
    const message = request(parseMessage(bytes));
    bytes.fill(0);
    expect(bodyText(message)).toBe("abc");
  });

  it.each([
    ["a header without colon", invite("nonsense"), 400],
    ["a header without name", invite(": x"), 400],
    ["a lone LF", encodeUtf8(`INVITE sip:b SIP/2.0\r\n${head.join("\r\n")}\r\nA: b\nC: d\r\n\r\n`), 400],
    ["a lone CR", encodeUtf8(`INVITE sip:b SIP/2.0\r\n${head.join("\r\n")}\r\nA: b\rC: d\r\n\r\n`), 400],
    ["no end of the head", encodeUtf8(`INVITE sip:b SIP/2.0\r\n${head.join("\r\n")}\r\n`), 400],
    ["a folded first line", encodeUtf8(`INVITE sip:b SIP/2.0\r\n x\r\n${head.join("\r\n")}\r\n\r\n`), 400],
    ["two Content-Lengths", invite("Content-Length: 0", "l: 0"), 400],
    ["a port beyond 65535", text(["INVITE sip:b:99999 SIP/2.0", ...head]), 400],
    ["another scheme", text(["INVITE http://b SIP/2.0", ...head]), 416],
    ["another version", text(["INVITE sip:b SIP/3.0", ...head]), 505],
    ["a bad Route", invite("Route: <sip:a>, nonsense"), 400],
    ["a header line beyond the limit", invite(`X: ${"a".repeat(9_000)}`), 513],
    ["too many headers", invite(...Array.from({ length: 300 }, () => "X: 1")), 513],
    ["a message beyond the limit", text(["INVITE sip:b SIP/2.0", ...head], "x".repeat(70_000)), 513],
  ])("refuses %s", (_, bytes, answer) => {
    expect(parseMessage(bytes)).toMatchObject({ kind: "fault", answer, request: { method: "INVITE" } });
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["keep-alive", encodeUtf8("\r\n\r\n")],
    ["noise", encodeUtf8("GET / HTTP/1.1\r\nHost: a\r\n\r\n")],
    ["STUN", Uint8Array.of(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42)],
    ["a bad ACK", text(["ACK sip:b SIP/2.0", ...head.slice(0, 4), "CSeq: 1 INVITE"])],
    ["a request without Via", text(["OPTIONS sip:b SIP/2.0", ...head.slice(1)])],
    ["a response without CSeq", text(["SIP/2.0 200 OK", ...head.slice(0, 4)])],
    ["a response of no class", text(["SIP/2.0 700 What", ...head])],
    ["a response of two digits", text(["SIP/2.0 20 OK", ...head])],
  ])("is silent about %s", (_, bytes) => {
    const result = parseMessage(bytes);
    expect(result.kind).toBe("fault");
    expect((result as SipParseFault).answer).toBeUndefined();
  });

  it("is not confused by names of JavaScript's own", () => {
    expect(request(parseMessage(invite("constructor: x", "__proto__: y"))).headers).toContainEqual({
      name: "constructor",
      value: "x",
    });
  });
});

describe("parseDraft", () => {
  it("reads what an application sends: few headers, a wrong Content-Length, any body", () => {
    const message = parseDraft(
      encodeUtf8("INVITE sip:placeholder SIP/2.0\r\nContent-Length: 1\r\ncontent-type: text/plain\r\n\r\näöü"),
    );
    expect(message && bodyText(message)).toBe("äöü");
    expect(parseDraft(encodeUtf8("SIP/2.0 200 OK"))).toMatchObject({ status: 200, headers: [] });
    expect(parseDraft(encodeUtf8("INVITE sip:a SIP/2.0\r\n"))).toMatchObject({ method: "INVITE", headers: [] });
    expect(parseDraft(encodeUtf8("hello"))).toBeUndefined();
    expect(parseDraft(encodeUtf8("INVITE sip:a SIP/2.0\r\nbroken\r\n\r\n"))).toBeUndefined();
  });
});

describe("serialize", () => {
  it("computes Content-Length in bytes and keeps the order of headers", () => {
    const message = makeRequest({
      method: "MESSAGE",
      uri: "sip:a",
      headers: [
        { name: "X-One", value: "1" },
        { name: "Content-Length", value: "99" },
        { name: "Alpha", value: "2" },
      ],
      body: "ä",
    });
    expect(new TextDecoder().decode(serialize(message))).toBe(
      "MESSAGE sip:a SIP/2.0\r\nX-One: 1\r\nAlpha: 2\r\nContent-Length: 2\r\n\r\nä",
    );
  });
  it("lets no value begin a header of its own", () => {
    const message = makeRequest({
      method: "INFO",
      uri: "sip:a",
      headers: [
        { name: "X-One", value: "1\r\nEvil: 2\nWorse: 3" },
        { name: "X-Two", value: "1\nEvil: 2" },
      ],
    });
    expect(new TextDecoder().decode(serialize(message))).toBe(
      "INFO sip:a SIP/2.0\r\nX-One: 1  Evil: 2 Worse: 3\r\nX-Two: 1 Evil: 2\r\nContent-Length: 0\r\n\r\n",
    );
  });
});

describe("headers", () => {
  const message = (): SipRequest =>
    makeRequest({
      method: "INVITE",
      uri: "sip:a",
      headers: [
        { name: "Via", value: "SIP/2.0/UDP a, SIP/2.0/TCP b" },
        { name: "v", value: "SIP/2.0/UDP c" },
        { name: "Subject", value: "x, y" },
      ],
    });
  it("are found by any spelling", () => {
    expect(headerValue(message(), "s")).toBe("x, y");
    expect(headerValues(message(), "VIA")).toEqual(["SIP/2.0/UDP a", "SIP/2.0/TCP b", "SIP/2.0/UDP c"]);
    expect(headerValues(message(), "subject")).toEqual(["x, y"]);
    expect(topVia(message())?.host).toBe("a");
    expect(
      hasListed(
        makeRequest({ method: "A", uri: "sip:a", headers: [{ name: "k", value: "Timer, 100rel" }] }),
        "Supported",
        "timer",
      ),
    ).toBe(true);
  });
  it("are changed", () => {
    const one = message();
    setHeader(one, "via", "SIP/2.0/UDP z");
    addHeader(one, "m", "<sip:q>");
    prependHeader(one, "Contact", "<sip:p>");
    prependHeader(one, "Route", "<sip:r>");
    removeHeader(one, "SUBJECT");
    expect(one.headers).toEqual([
      { name: "Route", value: "<sip:r>" },
      { name: "Via", value: "SIP/2.0/UDP z" },
      { name: "Contact", value: "<sip:p>" },
      { name: "Contact", value: "<sip:q>" },
    ]);
  });
});

describe("makeResponse", () => {
  const one = request(
    parseMessage(invite("Via: SIP/2.0/UDP 192.0.2.9", "Record-Route: <sip:p;lr>", "Timestamp: 7", "Contact: <sip:a>")),
  );
  it("copies what a response must repeat", () => {
    const response = makeResponse(one, 180, undefined, { toTag: "t" });
    expect(response.reason).toBe("Ringing");
    expect(response.headers.map(({ name }) => name)).toEqual(["Via", "From", "To", "Call-ID", "CSeq", "Via", "Record-Route"]);
    expect(headerValue(response, "To")).toBe("<sip:b@example.org>;tag=t");
  });
  it("gives 100 no tag but the Timestamp, a refusal no Record-Route, and never a second tag", () => {
    const trying = makeResponse(one, 100, undefined, { toTag: "t" });
    expect([headerValue(trying, "To"), headerValue(trying, "Timestamp"), headerValue(trying, "Record-Route")]).toEqual([
      "<sip:b@example.org>",
      "7",
      undefined,
    ]);
    expect(headerValue(makeResponse(one, 486), "Record-Route")).toBeUndefined();
    const tagged = { ...one, headers: [{ name: "To", value: "<sip:b>;tag=x" }] };
    expect(headerValue(makeResponse(tagged, 200, "Fine", { toTag: "t" }), "To")).toBe("<sip:b>;tag=x");
  });
});

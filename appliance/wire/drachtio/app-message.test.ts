import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../kit/utf8.ts";
import { parseAppMessage } from "./app-message.ts";

const parse = (...lines: string[]) => parseAppMessage(encodeUtf8(lines.join("\r\n")));

// The payloads are those of a recorded session, with the ids shortened.
describe("what an application says", () => {
  it("authenticate, with tags or none", () => {
    expect(parse("m1|authenticate|cymru|tag1,tag2")).toEqual({
      kind: "authenticate",
      id: "m1",
      secret: "cymru",
      tags: ["tag1", "tag2"],
    });
    expect(parse("m1|authenticate|cymru|")).toMatchObject({ tags: [] });
  });

  it("route, remove_route, ping", () => {
    expect(parse("m1|route|cdr:attempt")).toEqual({ kind: "route", id: "m1", verb: "cdr:attempt" });
    expect(parse("m1|remove_route|invite")).toEqual({ kind: "remove-route", id: "m1", verb: "invite" });
    expect(parse("m1|ping")).toEqual({ kind: "ping", id: "m1" });
    expect(parse("m1|route|in vite")).toMatchObject({ kind: "refused" });
  });

  it("a response, with its transaction", () => {
    const message = parse(
      "m1|sip|t1|",
      "SIP/2.0 200 OK",
      "Call-ID: 1-29899@127.0.0.1",
      "cseq: 1 INVITE",
      'from: "Ann" <sip:ann@127.0.0.1:25070>;tag=29899T1',
      "to: <sip:answer@127.0.0.1:25060>",
      "Content-Length: 3",
      "X-App: ref",
      "",
      "v=0",
      "o=- 1 1 IN IP4 127.0.0.1",
    );
    if (message.kind !== "response") throw new Error(message.kind);
    expect(message).toMatchObject({ id: "m1", transactionId: "t1", status: 200, reason: "OK" });
    expect(message.sip.headers[2]).toEqual({ name: "from", value: '"Ann" <sip:ann@127.0.0.1:25070>;tag=29899T1' });
    // Content-Length counts UTF-16 units at the sender and is not believed.
    expect(decodeUtf8(message.sip.body)).toBe("v=0\r\no=- 1 1 IN IP4 127.0.0.1");
  });

  it("a new request, one with a next hop, one in a dialog", () => {
    expect(parse("m1|sip||", "INVITE sip:uas@127.0.0.1:25071 SIP/2.0", "Content-Length: 0", "", "")).toMatchObject({
      kind: "request",
      dialogId: "",
      nextHop: "",
      method: "INVITE",
      uri: "sip:uas@127.0.0.1:25071",
    });
    expect(parse("m1|sip|||sip:127.0.0.1:25071", "INVITE sip:uas@h SIP/2.0", "", "")).toMatchObject({
      nextHop: "sip:127.0.0.1:25071",
    });
    expect(parse("m1|sip||85057df0;from-tag=gcQH", "BYE sip:placeholder SIP/2.0", "", "")).toMatchObject({
      method: "BYE",
      dialogId: "85057df0;from-tag=gcQH",
    });
  });

  it("CANCEL names the INVITE's transaction", () => {
    expect(parse("m1|sip|t9|", "CANCEL sip:uas@127.0.0.1:25071 SIP/2.0", "", "")).toMatchObject({
      kind: "cancel",
      transactionId: "t9",
    });
  });

  it("what cannot be read is refused by name, or dropped with the connection", () => {
    expect(parse("m1|sip|t1|")).toMatchObject({ kind: "refused", id: "m1" });
    expect(parse("m1|sip||", "INVITE sip:x SIP/3.0")).toMatchObject({ kind: "refused" });
    expect(parse("m1|sip|t|", "SIP/2.0 20 OK")).toMatchObject({ kind: "refused" });
    expect(parse("m1|sip||", "INFO sip:x SIP/2.0", "no colon here")).toMatchObject({ kind: "refused" });
    expect(parse("m1|dance")).toMatchObject({ kind: "refused" });
    expect(parse("hello")).toMatchObject({ kind: "garbage" });
    expect(parse("|ping")).toMatchObject({ kind: "garbage" });
  });

  it("a value cannot smuggle a header of its own", () => {
    const message = parse("m1|sip||", "INFO sip:x SIP/2.0", "X-A: one\nVia: two", "", "");
    if (message.kind !== "request") throw new Error(message.kind);
    expect(message.sip.headers).toEqual([{ name: "X-A", value: "one Via: two" }]);
  });
});

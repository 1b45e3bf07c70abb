import { describe, expect, it } from "vitest";
import { formatCSeq, parseCSeq } from "./cseq.ts";
import { formatNameAddr, type NameAddr, parseNameAddr, tagOf } from "./name-addr.ts";
import { formatParams, hasParam, paramValue, parseParams, removeParam, setParam } from "./params.ts";
import { formatRAck, parseRAck, parseRSeq } from "./rack.ts";
import { formatReason, parseReason } from "./reason.ts";
import { reasonPhrase } from "./reason-phrases.ts";
import { parseReferTo } from "./refer-to.ts";
import { formatReplaces, parseReplaces } from "./replaces.ts";
import { sameUri } from "./same-uri.ts";
import { formatSessionExpires, parseDeltaSeconds, parseSessionExpires } from "./session-expires.ts";
import { splitList } from "./split-list.ts";
import { formatUri, parseUri, type SipUri } from "./uri.ts";
import { formatVia, parseVia } from "./via.ts";

describe("URI", () => {
  it.each([
    "sip:alice@example.com",
    "sip:alice:secret@example.com:5070;transport=tcp;lr?subject=a&priority=urgent",
    "sips:[2001:db8::9:1]:5061;lr",
    "sip:+4930123@10.0.0.1;user=phone",
    "sip:example.com",
    "sip:%61lice@example.com",
    "tel:+49-30-12345;ext=7",
    "tel:110;phone-context=+49",
  ])("%s comes back as it was", (text) => {
    expect(formatUri(parseUri(text)!)).toBe(text);
  });

  it("gives the parts", () => {
    expect(parseUri("SIP:a:b@[::1]:99;x=1;y?z=2")).toEqual({
      scheme: "sip",
      user: "a",
      password: "b",
      host: "::1",
      port: 99,
      params: [{ name: "x", value: "1" }, { name: "y" }],
      headers: [{ name: "z", value: "2" }],
    });
  });

  it.each([
    "",
    "sip:",
    "sip:@a",
    "sip:a@",
    "sip:a@b:x",
    "sip:a@b:70000",
    "sip:a@b;",
    "sip:a@b;;x",
    "sip:a@b@c",
    "sip:a%4@b",
    "sip:[::1",
    "sip:a b@c",
    "tel:",
    "tel:abcxyz",
    "mailto:a@b",
    "sip:a<b@c",
  ])("refuses %j", (text) => {
    expect(parseUri(text)).toBeUndefined();
  });

  it("escapes what may not stand in a user part, and not twice", () => {
    const uri: SipUri = { scheme: "sip", user: "Grüße @%20#", host: "a", params: [], headers: [] };
    expect(formatUri(uri)).toBe("sip:Gr%C3%BC%C3%9Fe%20%40%20%23@a");
  });

  // RFC 3261 19.1.4
  it.each([
    ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"],
    ["sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"],
    ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"],
    [
      "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
      "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
    ],
    ["sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x"],
    ["tel:+1-201-555-0123", "tel:+12015550123"],
  ])("%s is %s", (a, b) => {
    expect(sameUri(parseUri(a)!, parseUri(b)!)).toBe(true);
    expect(sameUri(parseUri(b)!, parseUri(a)!)).toBe(true);
  });
  it.each([
    ["SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"],
    ["sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"],
    ["sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"],
    ["sip:bob@biloxi.com", "sips:bob@biloxi.com"],
    ["sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"],
    ["sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"],
    ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"],
    ["sip:a%3Bb@c", "sip:a;b@c"],
    ["tel:1", "sip:1@a"],
  ])("%s is not %s", (a, b) => {
    expect(sameUri(parseUri(a)!, parseUri(b)!)).toBe(false);
  });
});

describe("name-addr", () => {
  it.each<[string, NameAddr]>([
    ['"A. \\"B\\" C" <sip:a@b>;tag=1', { display: 'A. "B" C', uri: "sip:a@b", params: [{ name: "tag", value: "1" }] }],
    ["Two Words <sip:a@b;lr>;x", { display: "Two Words", uri: "sip:a@b;lr", params: [{ name: "x" }] }],
    ["Müller (Büro) <sip:a@b>", { display: "Müller (Büro)", uri: "sip:a@b", params: [] }],
    ["<sip:a@b?x=y>", { uri: "sip:a@b?x=y", params: [] }],
    ["sip:a@b;tag=z", { uri: "sip:a@b", params: [{ name: "tag", value: "z" }] }],
    ['sip:a@b;x="<"', { uri: "sip:a@b", params: [{ name: "x", value: "<", quoted: true }] }],
    ['"" <sip:a@b>', { uri: "sip:a@b", params: [] }],
  ])("%s", (text, wanted) => {
    expect(parseNameAddr(text)).toEqual(wanted);
    expect(parseNameAddr(formatNameAddr(wanted))).toEqual(wanted);
  });
  it.each([
    "",
    "*",
    "a@b",
    '"a <sip:a@b>',
    "<sip:a@b",
    "< sip:a@b >",
    "sip:a@b?x=y",
    "A, B <sip:a@b>",
    "<sip:a@b>;",
    "<sip:a@b>;;x",
    "<sip:a@b> x",
    "<sip:>",
    '"a" sip:a@b',
    "sip:a@b, sip:c@d",
  ])("refuses %j", (text) => {
    expect(parseNameAddr(text)).toBeUndefined();
  });
  it("finds the tag", () => {
    expect(tagOf("<sip:a@b>;TAG=q")).toBe("q");
    expect(tagOf("<sip:a@b;tag=q>")).toBeUndefined();
  });
});

describe("Via", () => {
  it.each([
    [
      "SIP/2.0/UDP a.b:5060;branch=z9hG4bK1;rport",
      { transport: "UDP", host: "a.b", port: 5060, params: [{ name: "branch", value: "z9hG4bK1" }, { name: "rport" }] },
    ],
    [
      "sip / 2.0 / tls [2001:db8::1] : 5061 ;received=2001:db8::2",
      { transport: "TLS", host: "2001:db8::1", port: 5061, params: [{ name: "received", value: "2001:db8::2" }] },
    ],
  ])("%s", (text, wanted) => {
    expect(parseVia(text)).toEqual(wanted);
    expect(parseVia(formatVia(parseVia(text)!))).toEqual(wanted);
  });
  it.each([
    "",
    "SIP/2.0/UDP",
    "SIP/2.0/UDP ",
    "SIP/3.0/UDP a",
    "HTTP/2.0/UDP a",
    "SIP/2.0 UDP a",
    "SIP/2.0/UDP a;",
    "SIP/2.0/UDP a b",
    "SIP/2.0/UDPa",
    "SIP/2.0/UDP a:x",
  ])("refuses %j", (text) => {
    expect(parseVia(text)).toBeUndefined();
  });
});

describe("parameters", () => {
  it("are found, set and removed without regard to case", () => {
    const params = parseParams(';A=1; b ;c="x y\\"z"')!;
    expect(paramValue(params, "a")).toBe("1");
    expect(hasParam(params, "B")).toBe(true);
    expect(paramValue(params, "c")).toBe('x y"z');
    setParam(params, "b", "2 3");
    setParam(params, "d");
    removeParam(params, "A");
    expect(formatParams(params)).toBe(';b="2 3";c="x y\\"z";d');
  });
});

describe("small headers", () => {
  it("CSeq", () => {
    expect(parseCSeq("0009   INVITE")).toEqual({ number: 9, method: "INVITE" });
    expect(formatCSeq({ number: 9, method: "ACK" })).toBe("9 ACK");
    for (const bad of ["", "1", "INVITE", "2147483648 INVITE", "-1 INVITE", "1 IN VITE", "1x INVITE"])
      expect(parseCSeq(bad)).toBeUndefined();
  });
  it("RAck and RSeq", () => {
    expect(parseRAck("776656  1 INVITE")).toEqual({ rseq: 776656, cseq: 1, method: "INVITE" });
    expect(formatRAck({ rseq: 1, cseq: 2, method: "INVITE" })).toBe("1 2 INVITE");
    expect(parseRAck("1 2")).toBeUndefined();
    expect(parseRSeq("0")).toBeUndefined();
    expect(parseRSeq(" 4294967295 ")).toBe(4294967295);
  });
  it("Session-Expires and seconds", () => {
    expect(parseSessionExpires("1800;refresher=UAS;x")).toEqual({ intervalS: 1800, refresher: "uas", params: [{ name: "x" }] });
    expect(parseSessionExpires("90 ")).toEqual({ intervalS: 90, params: [] });
    expect(parseSessionExpires("90;refresher=me")).toBeUndefined();
    expect(formatSessionExpires({ intervalS: 90, refresher: "uac", params: [] })).toBe("90;refresher=uac");
    expect(parseDeltaSeconds("120 ;x=1")).toBe(120);
    expect(parseDeltaSeconds("soon")).toBeUndefined();
  });
  it("Reason", () => {
    expect(parseReason('SIP ;cause=200 ;text="Call completed elsewhere"')).toEqual({
      protocol: "SIP",
      cause: 200,
      text: "Call completed elsewhere",
    });
    expect(formatReason({ protocol: "Q.850", cause: 16, text: 'say "no"' })).toBe('Q.850;cause=16;text="say \\"no\\""');
    expect(parseReason(";cause=1")).toBeUndefined();
  });
  it("Replaces and Refer-To", () => {
    const replaces = { callId: "98asjd8@77.7", toTag: "2", fromTag: "3", earlyOnly: true };
    expect(parseReplaces("98asjd8@77.7;from-tag=3;to-tag=2;early-only")).toEqual(replaces);
    expect(parseReplaces(formatReplaces(replaces))).toEqual(replaces);
    expect(parseReplaces("a;to-tag=1")).toBeUndefined();
    expect(parseReferTo('"Bob" <sip:bob@b;method=INVITE;lr?Replaces=1%402%3Bto-tag%3Da%3Bfrom-tag%3Db&X=y>')).toEqual({
      uri: "sip:bob@b;lr",
      display: "Bob",
      method: "INVITE",
      replaces: { callId: "1@2", toTag: "a", fromTag: "b", earlyOnly: false },
    });
    expect(parseReferTo("<tel:+49301>")).toEqual({ uri: "tel:+49301", method: "INVITE" });
    expect(parseReferTo("<sip:a@b?Replaces=nonsense>")).toBeUndefined();
  });
  it("lists keep commas in quotes and brackets", () => {
    expect(splitList('"a, b" <sip:a@b>, <sip:c,d@e>;x="1,2" ,, f')).toEqual(['"a, b" <sip:a@b>', '<sip:c,d@e>;x="1,2"', "f"]);
    expect(splitList('a, "never closed, b')).toEqual(["a", '"never closed, b']);
    expect(splitList("  ")).toEqual([]);
  });
  it("knows a phrase for every status", () => {
    expect(reasonPhrase(486)).toBe("Busy Here");
    expect(reasonPhrase(499)).toBe("Request Failure");
  });
});

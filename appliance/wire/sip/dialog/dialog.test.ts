import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../kit/utf8.ts";
import { parseMessage } from "../message/parse-message.ts";
import type { SipMessage } from "../message/types.ts";
import { dialogAsUac, dialogAsUas } from "./create-dialog.ts";
import type { DialogData } from "./dialog-data.ts";
import { dialogRequest, nextCSeq, nextHopUri } from "./dialog-request.ts";
import { acceptCSeq, isPrivateAddress, pinToSource, refreshTarget } from "./dialog-rules.ts";

const from = { transport: "udp", address: "192.0.2.9", port: 5060, local: "udp" } as const;
const message = (...lines: string[]): SipMessage => {
  const parsed = parseMessage(encodeUtf8([...lines, "Content-Length: 0", "", ""].join("\r\n")));
  if (parsed.kind === "fault") throw new Error(parsed.why);
  return parsed;
};
const invite = (...extra: string[]) => {
  const parsed = message(
    "INVITE sip:box@192.0.2.1 SIP/2.0",
    "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa",
    'From: "Ann" <sip:ann@example>;tag=a1',
    "To: <sip:box@example>",
    "Call-ID: c1",
    "CSeq: 7 INVITE",
    ...extra,
  );
  if (parsed.kind !== "request") throw new Error("no request");
  return parsed;
};
const answer = (status: number, ...extra: string[]) => {
  const parsed = message(
    `SIP/2.0 ${status} X`,
    "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa",
    'From: "Ann" <sip:ann@example>;tag=a1',
    "To: <sip:box@example>;tag=b1",
    "Call-ID: c1",
    "CSeq: 7 INVITE",
    ...extra,
  );
  if (parsed.kind !== "response") throw new Error("no response");
  return parsed;
};
const routes = ["Record-Route: <sip:p1;lr>, <sip:p2;lr>", "Record-Route: <sip:p3;lr>"];

describe("making a dialog", () => {
  it("as the called side: tags, target, route in order (RFC 3261 12.1.1)", () => {
    const dialog = dialogAsUas(
      invite("Contact: <sip:ann@192.0.2.9>", ...routes),
      answer(200, "Contact: <sip:box@192.0.2.1>"),
      from,
    )!;
    expect(dialog).toMatchObject({
      id: "c1;from-tag=a1",
      role: "uas",
      state: "confirmed",
      localTag: "b1",
      remoteTag: "a1",
      localCSeq: 0,
      remoteCSeq: 7,
      localParty: "<sip:box@example>",
      remoteParty: "Ann <sip:ann@example>",
      remoteTarget: "sip:ann@192.0.2.9",
      localContact: "<sip:box@192.0.2.1>",
      routeSet: ["<sip:p1;lr>", "<sip:p2;lr>", "<sip:p3;lr>"],
    });
  });

  it("as the calling side: route reversed (RFC 3261 12.1.2)", () => {
    const dialog = dialogAsUac(
      invite("Contact: <sip:ann@192.0.2.1>"),
      answer(180, "Contact: <sip:box@192.0.2.9>", ...routes),
      from,
    )!;
    expect(dialog).toMatchObject({
      id: "c1;from-tag=a1",
      role: "uac",
      state: "early",
      localTag: "a1",
      remoteTag: "b1",
      localCSeq: 7,
      remoteTarget: "sip:box@192.0.2.9",
    });
    expect(dialog.routeSet).toEqual(["<sip:p3;lr>", "<sip:p2;lr>", "<sip:p1;lr>"]);
    expect(nextHopUri(dialog)).toBe("sip:p3;lr");
  });

  it("not without a Contact that can be used", () => {
    expect(dialogAsUas(invite(), answer(200), from)).toBeUndefined();
    expect(dialogAsUas(invite("Contact: <tel:+1>"), answer(200), from)).toBeUndefined();
    expect(dialogAsUac(invite(), answer(200), from)).toBeUndefined();
    expect(dialogAsUac(invite(), answer(200), from, "sip:x")?.remoteTarget).toBe("sip:x");
  });
});

describe("keeping it", () => {
  const dialog = (): DialogData =>
    dialogAsUas(invite("Contact: <sip:ann@192.0.2.9>"), answer(200, "Contact: <sip:box@192.0.2.1>"), from)!;

  it("numbers rise, those the application gives only when they are higher", () => {
    const d = dialog();
    expect([nextCSeq(d), nextCSeq(d, 9), nextCSeq(d, 4), nextCSeq(d)]).toEqual([1, 9, 10, 11]);
  });

  it("the peer's numbers must rise; ACK and CANCEL repeat theirs", () => {
    const d = dialog();
    const numbered = (cseq: number, method = "INVITE") => ({
      ...invite(),
      method,
      headers: [{ name: "CSeq", value: `${cseq} ${method}` }],
    });
    expect([
      acceptCSeq(d, numbered(7)),
      acceptCSeq(d, numbered(7, "ACK")),
      acceptCSeq(d, numbered(12)),
      acceptCSeq(d, numbered(8)),
    ]).toEqual([false, true, true, false]);
  });

  it("only refreshing methods move the target", () => {
    const d = dialog();
    refreshTarget(d, "INFO", answer(200, "Contact: <sip:new@192.0.2.9>"));
    expect(d.remoteTarget).toBe("sip:ann@192.0.2.9");
    refreshTarget(d, "UPDATE", answer(200, "Contact: <sip:new@192.0.2.9>"));
    expect(d.remoteTarget).toBe("sip:new@192.0.2.9");
    refreshTarget(d, "INVITE", answer(200));
    expect(d.remoteTarget).toBe("sip:new@192.0.2.9");
  });

  it("requests carry the dialog and nothing of what it fixes", () => {
    const given = [
      { name: "From", value: "<sip:evil>" },
      { name: "route", value: "<sip:evil>" },
      { name: "X-Y", value: "1" },
    ];
    const request = dialogRequest(dialog(), { method: "INFO", cseq: 3, headers: given });
    expect(request.headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "Max-Forwards: 70",
      "From: <sip:box@example>;tag=b1",
      "To: Ann <sip:ann@example>;tag=a1",
      "Call-ID: c1",
      "CSeq: 3 INFO",
      "X-Y: 1",
    ]);
    expect(dialogRequest(dialog(), { method: "REFER", cseq: 3 }).headers.at(-1)).toEqual({
      name: "Contact",
      value: "<sip:box@192.0.2.1>",
    });
  });
});

describe("peers behind routers", () => {
  const dialog = (role: "uas" | "uac"): DialogData => ({
    ...dialogAsUas(invite("Contact: <sip:ann@10.0.0.5>"), answer(200), from)!,
    role,
  });
  it.each([
    ["Contact as the source", "uas", "192.0.2.9", 5060, undefined, false],
    ["another host", "uas", "10.0.0.5", 5060, undefined, true],
    ["another port", "uas", "192.0.2.9", 5062, undefined, true],
    ["another port of a called peer", "uac", "192.0.2.9", 5062, undefined, false],
    ["a proxy that records its route", "uas", "10.0.0.5", 5060, "192.0.2.50", false],
    ["a called peer behind a private proxy", "uac", "10.0.0.5", 5060, "10.0.0.1", true],
    ["a called peer behind a public proxy", "uac", "10.0.0.5", 5060, "198.51.100.1", false],
  ] as const)("%s", (_name, role, host, port, route, pinned) => {
    const d = dialog(role);
    pinToSource(d, from, { host, port }, route);
    expect(d.pinned).toEqual(pinned ? { address: "192.0.2.9", port: 5060 } : undefined);
  });

  it("never over a connection", () => {
    const d = dialog("uas");
    pinToSource(d, { ...from, transport: "tcp" }, { host: "10.0.0.5", port: 5060 }, undefined);
    expect(d.pinned).toBeUndefined();
  });

  it("which addresses are private", () => {
    const all = [
      "10.1.2.3",
      "172.16.0.1",
      "172.32.0.1",
      "172.15.0.1",
      "192.168.1.1",
      "192.0.2.1",
      "100.64.0.1",
      "127.0.0.1",
      "fd00::1",
      "fe80::1",
      "2001:db8::1",
      "proxy.example",
    ];
    expect(all.filter(isPrivateAddress)).toEqual([
      "10.1.2.3",
      "172.16.0.1",
      "192.168.1.1",
      "100.64.0.1",
      "127.0.0.1",
      "fd00::1",
      "fe80::1",
    ]);
  });
});

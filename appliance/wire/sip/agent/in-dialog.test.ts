import { describe, expect, it } from "vitest";
import { AgentWorld, answerTo, ask, firstLine, fromAnn, header, respond, sdp, tagIn, worldPeer } from "./agent-world.ts";

/** A call of Ann's, answered and acknowledged. */
function talking(
  extra: string[] = [],
  answerHeaders: Record<string, string> = {},
): { world: AgentWorld; tag: string; dialogId: string } {
  const world = new AgentWorld();
  world.connect("app", "invite");
  world.hear(fromAnn("INVITE", extra, { body: sdp() }));
  world.say(respond(world.told("new-request").transactionId, 200, answerHeaders, sdp(2)));
  const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
  const { dialogId } = world.told("response-sent");
  world.hear(fromAnn("ACK", [], { branch: "b2", to: tag }));
  world.news();
  return { world, tag, dialogId };
}

describe("the peer changes the call", () => {
  it("re-INVITE: 100, told with the dialog, answered, its ACK with a transaction of its own", () => {
    const { world, tag, dialogId } = talking();
    world.hear(fromAnn("INVITE", [], { branch: "r1", cseq: 2, to: tag, body: sdp(3) }));
    expect(world.news()).toEqual(["> SIP/2.0 100 Trying", "dialog-request INVITE sip:box@192.0.2.1 SIP/2.0"]);
    const { transactionId } = world.told("dialog-request");
    world.say(respond(transactionId, 200, {}, sdp(4)));
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("2 INVITE");
    expect(world.told("response-sent").dialogId).toBe(dialogId);
    world.hear(fromAnn("ACK", [], { branch: "r2", cseq: 2, to: tag }));
    expect(world.told("dialog-request")).toMatchObject({ dialogId });
    expect(world.told("dialog-request").transactionId).not.toBe(transactionId);
    world.wait(40_000);
    expect(world.count("sent", "SIP/2.0 200")).toBe(2);
  });

  it("a provisional answer inside a re-INVITE does not break it", () => {
    const { world, tag } = talking();
    world.hear(fromAnn("INVITE", [], { branch: "r1", cseq: 2, to: tag, body: sdp(3) }));
    const { transactionId } = world.told("dialog-request");
    world.say(respond(transactionId, 180));
    world.say(respond(transactionId, 200, {}, sdp(4)));
    expect(world.count("sent", "SIP/2.0 200")).toBe(2);
  });

  it("the target moves when we accept, and only then", () => {
    const { world, tag, dialogId } = talking();
    const moved = (branch: string, cseq: number): string =>
      fromAnn("INVITE", [], { branch, cseq, to: tag, body: sdp(3) }).replace(
        "<sip:ann@192.0.2.9:5060>",
        "<sip:ann@192.0.2.9:5062>",
      );
    const target = (): string => {
      world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }));
      return firstLine(world.sent("INFO"));
    };
    world.hear(moved("r1", 2));
    world.say(respond(world.told("dialog-request").transactionId, 488));
    expect(target()).toBe("INFO sip:ann@192.0.2.9:5060 SIP/2.0");
    world.hear(moved("r2", 3));
    world.say(respond(world.told("dialog-request").transactionId, 200, {}, sdp(4)));
    expect(target()).toBe("INFO sip:ann@192.0.2.9:5062 SIP/2.0");
    // An OPTIONS with another Contact moves nothing.
    world.hear(fromAnn("OPTIONS", [], { branch: "o1", cseq: 4, to: tag }).replace("5060>", "5999>"));
    world.say(respond(world.told("dialog-request").transactionId, 200));
    expect(target()).toBe("INFO sip:ann@192.0.2.9:5062 SIP/2.0");
  });

  it.each([
    ["a second INVITE before the first is answered", "INVITE", "INVITE", 500],
    ["a second UPDATE before the first is answered", "UPDATE", "UPDATE", 500],
  ])("%s: 500 with Retry-After", (_name, first, second, status) => {
    const { world, tag } = talking();
    world.hear(fromAnn(first, [], { branch: "r1", cseq: 2, to: tag, body: sdp(3) }));
    world.hear(fromAnn(second, [], { branch: "r2", cseq: 3, to: tag, body: sdp(4) }));
    const refusal = world.sent(`SIP/2.0 ${status}`);
    expect(Number(header(refusal, "Retry-After"))).toBeLessThanOrEqual(10);
  });

  it("an old sequence number is refused with 500, a gap is fine", () => {
    const { world, tag } = talking();
    world.hear(fromAnn("INFO", [], { branch: "i1", cseq: 9, to: tag }));
    expect(world.news()).toEqual(["dialog-request INFO sip:box@192.0.2.1 SIP/2.0"]);
    world.hear(fromAnn("INFO", [], { branch: "i2", cseq: 5, to: tag }));
    expect(world.news()).toEqual(["> SIP/2.0 500 Server Internal Error"]);
  });

  it("glare: our INVITE is out, theirs gets 491, and the other way round the application hears 491", () => {
    const { world, tag, dialogId } = talking();
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(5), { dialogId }));
    world.hear(fromAnn("INVITE", [], { branch: "r1", cseq: 2, to: tag, body: sdp(3) }));
    expect(world.count("sent", "SIP/2.0 491")).toBe(1);
    world.hear(answerTo(world.sent("INVITE"), 491, "Request Pending"));
    expect(world.told("answer").text).toContain("491");
    world.hear(fromAnn("INVITE", [], { branch: "r2", cseq: 3, to: tag, body: sdp(3) }));
    world.news();
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(5), { dialogId }));
    expect(world.news()).toEqual(["request-sent INVITE sip:ann@192.0.2.9:5060 SIP/2.0", "answer SIP/2.0 491 Request Pending"]);
  });

  it("UPDATE with an offer while the first offer is unanswered: 500", () => {
    const world = new AgentWorld();
    world.connect("app", "invite");
    world.hear(fromAnn("INVITE", ["Supported: 100rel"], { body: sdp() }));
    world.say(respond(world.told("new-request").transactionId, 180));
    const tag = tagIn(header(world.sent("SIP/2.0 180"), "To"));
    world.hear(fromAnn("UPDATE", [], { branch: "u1", cseq: 2, to: tag, body: sdp(2) }));
    expect(world.count("sent", "SIP/2.0 500")).toBe(1);
  });

  it.each(["INFO", "REFER", "NOTIFY", "MESSAGE", "OPTIONS", "SUBSCRIBE", "UPDATE"])("%s is the application's", (method) => {
    const { world, tag, dialogId } = talking();
    world.hear(
      fromAnn(method, ["Refer-To: <sip:x@y>", "Event: refer", "Subscription-State: active"], { branch: "x1", cseq: 2, to: tag }),
    );
    expect(world.told("dialog-request")).toMatchObject({ dialogId });
    world.say(respond(world.told("dialog-request").transactionId, 202));
    expect(header(world.sent("SIP/2.0 202"), "CSeq")).toBe(`2 ${method}`);
    expect(world.agent.gauges().dialogs).toBe(1);
  });
});

describe("the application changes the call", () => {
  it("re-INVITE: sent to the target, its ACK with its own number, the new target learnt", () => {
    const { world, dialogId } = talking();
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(5), { dialogId }));
    const invite = world.sent("INVITE");
    expect(firstLine(invite)).toBe("INVITE sip:ann@192.0.2.9:5060 SIP/2.0");
    expect(header(invite, "Contact")).toBe("<sip:192.0.2.1:5060>");
    world.hear(answerTo(invite, 200, "OK", ["Contact: <sip:ann@192.0.2.9:5090>"], { body: sdp() }));
    world.say(ask("ACK", "sip:placeholder", {}, "", { dialogId }));
    expect(firstLine(world.sent("ACK"))).toBe("ACK sip:ann@192.0.2.9:5090 SIP/2.0");
    expect(header(world.sent("ACK"), "CSeq")).toBe(header(invite, "CSeq")!.replace("INVITE", "ACK"));
    world.news();
    world.hear(answerTo(invite, 200, "OK", ["Contact: <sip:ann@192.0.2.9:5090>"], { body: sdp() }));
    expect(world.news()).toEqual(["> ACK sip:ann@192.0.2.9:5090 SIP/2.0"]);
  });

  it("BYE while a re-INVITE is out cancels it first", () => {
    const { world, dialogId } = talking();
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(5), { dialogId }));
    world.hear(answerTo(world.sent("INVITE"), 100, "Trying", [], { tag: "" }));
    world.news();
    world.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    expect(world.news().filter((item) => item.startsWith(">"))).toEqual([
      "> CANCEL sip:ann@192.0.2.9:5060 SIP/2.0",
      "> BYE sip:ann@192.0.2.9:5060 SIP/2.0",
    ]);
  });

  it.each([481, 408])("a re-INVITE answered %i ends the call", (status) => {
    const { world, dialogId } = talking();
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(5), { dialogId }));
    world.hear(answerTo(world.sent("INVITE"), status, "Gone"));
    expect(world.told("answer").text).toContain(String(status));
    expect(world.told("dialog-request")).toMatchObject({ transactionId: "unsolicited", dialogId });
    expect(world.count("sent", "BYE")).toBe(1);
  });

  it("a challenged BYE may be sent again, then the dialog is gone", () => {
    const { world, dialogId } = talking();
    world.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    world.hear(answerTo(world.sent("BYE"), 401, "Unauthorized"));
    world.say(ask("BYE", "sip:placeholder", { Authorization: "Digest x" }, "", { dialogId }));
    expect(header(world.sent("BYE"), "Authorization")).toBe("Digest x");
    world.hear(answerTo(world.sent("BYE"), 200, "OK"));
    expect(world.agent.gauges().dialogs).toBe(0);
    world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }));
    expect(world.told("failed").why).toContain("unable to find dialog");
  });
});

describe("the way to the peer", () => {
  it("follows the route the INVITE took, loose", () => {
    const { world, dialogId } = talking(["Record-Route: <sip:192.0.2.50;lr>", "Record-Route: <sip:192.0.2.51;lr>"]);
    world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }));
    const info = world.sent("INFO");
    expect(firstLine(info)).toBe("INFO sip:ann@192.0.2.9:5060 SIP/2.0");
    expect(info.match(/^Route: .*$/gm)?.map((line) => line.trim())).toEqual([
      "Route: <sip:192.0.2.50;lr>",
      "Route: <sip:192.0.2.51;lr>",
    ]);
    expect(world.sentTo("INFO")).toMatchObject({ address: "192.0.2.50", port: 5060 });
  });

  it("through a strict router its URI leads and the target comes last (RFC 3261 12.2.1.1)", () => {
    const { world, dialogId } = talking(["Record-Route: <sip:192.0.2.50>", "Record-Route: <sip:192.0.2.51;lr>"]);
    world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }));
    const info = world.sent("INFO");
    expect(firstLine(info)).toBe("INFO sip:192.0.2.50 SIP/2.0");
    expect(info.match(/^Route: .*$/gm)?.map((line) => line.trim())).toEqual([
      "Route: <sip:192.0.2.51;lr>",
      "Route: <sip:ann@192.0.2.9:5060>",
    ]);
  });

  it("a peer behind a router is answered where it speaks from, unless that is switched off", () => {
    const hidden = { ...worldPeer, address: "203.0.113.7", port: 40_000 };
    for (const pinNat of [true, false]) {
      const world = new AgentWorld({ pinNat });
      world.connect("app", "invite");
      world.hear(fromAnn("INVITE", [], { body: sdp() }), hidden);
      world.say(respond(world.told("new-request").transactionId, 200, {}, sdp(2)));
      expect(world.sentTo("SIP/2.0 200")).toMatchObject({ address: "203.0.113.7", port: 40_000 });
      const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
      world.hear(fromAnn("ACK", [], { branch: "b2", to: tag }), hidden);
      world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId: "c1;from-tag=a1" }));
      expect(world.sentTo("INFO").address).toBe(pinNat ? "203.0.113.7" : "192.0.2.9");
      expect(firstLine(world.sent("INFO"))).toBe("INFO sip:ann@192.0.2.9:5060 SIP/2.0");
    }
  });

  it("a connection of the peer is used as long as it stands, then its Contact", () => {
    const world = new AgentWorld();
    world.connect("app", "invite");
    const connected = { transport: "tcp", address: "192.0.2.9", port: 41_000, local: "tcp", connection: "tcp-7" } as const;
    const tcp = (text: string): string => text.replaceAll("SIP/2.0/UDP", "SIP/2.0/TCP").replace("5060>", "5060;transport=tcp>");
    world.hear(tcp(fromAnn("INVITE", [], { body: sdp() })), connected);
    world.say(respond(world.told("new-request").transactionId, 200, {}, sdp(2)));
    expect(header(world.sent("SIP/2.0 200"), "Contact")).toBe("<sip:192.0.2.1:5060;transport=tcp>");
    const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
    world.hear(tcp(fromAnn("ACK", [], { branch: "b2", to: tag })), connected);
    const info = ask("INFO", "sip:placeholder", {}, "", { dialogId: "c1;from-tag=a1" });
    world.say(info);
    expect(world.sentTo("INFO").connection).toBe("tcp-7");
    world.agent.connectionClosed("tcp-7", world.now);
    world.say(info);
    expect(world.sentTo("INFO")).toEqual({ transport: "tcp", address: "192.0.2.9", port: 5060, local: "tcp" });
  });
});

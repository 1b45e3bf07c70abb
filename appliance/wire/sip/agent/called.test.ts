import { describe, expect, it } from "vitest";
import { AgentWorld, ask, firstLine, fromAnn, header, respond, sdp, tagIn } from "./agent-world.ts";

function ringing(
  extra: string[] = [],
  options: ConstructorParameters<typeof AgentWorld>[0] = {},
): { world: AgentWorld; txn: string } {
  const world = new AgentWorld(options);
  world.connect("app", "invite", "register", "message", "options");
  world.hear(fromAnn("INVITE", extra, { body: sdp() }));
  return { world, txn: world.told("new-request").transactionId };
}

function answered(extra: string[] = []): { world: AgentWorld; txn: string; tag: string; dialogId: string } {
  const { world, txn } = ringing(extra);
  world.say(respond(txn, 200, {}, sdp(2)));
  const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
  return { world, txn, tag, dialogId: world.told("response-sent").dialogId };
}

const ack = (tag: string, branch = "b2"): string => fromAnn("ACK", [], { branch, to: tag });

describe("a call comes in", () => {
  it("100 at once, then the application hears of it", () => {
    const { world } = ringing();
    expect(world.news()).toEqual(["> SIP/2.0 100 Trying", "new-request INVITE sip:box@192.0.2.1 SIP/2.0"]);
    const told = world.told("new-request");
    expect(told.receivedOn).toEqual({ address: "192.0.2.1", port: 5060 });
    expect(told.meta).toMatchObject({ source: "network", protocol: "udp", address: "192.0.2.9", port: 5060 });
  });

  it("retransmissions are absorbed", () => {
    const { world } = ringing();
    world.news();
    world.hear(fromAnn("INVITE", [], { body: sdp() }));
    expect(world.news()).toEqual(["> SIP/2.0 100 Trying"]);
  });

  it("200: the echo is complete and stands before the message; the ACK follows with the INVITE's transaction", () => {
    const { world, txn } = ringing();
    world.news();
    world.say(respond(txn, 200, { "X-App": "ref" }, sdp(2)));
    expect(world.news()).toEqual(["response-sent SIP/2.0 200 OK", "> SIP/2.0 200 OK"]);
    const echo = world.told("response-sent");
    expect(echo.text).toBe(world.sent("SIP/2.0 200"));
    expect(echo).toMatchObject({
      transactionId: txn,
      dialogId: "c1;from-tag=a1",
      meta: { source: "application", address: "192.0.2.9" },
    });
    expect(header(echo.text, "Contact")).toBe("<sip:192.0.2.1:5060>");
    expect(header(echo.text, "Content-Type")).toBe("application/sdp");
    expect(header(echo.text, "X-App")).toBe("ref");
    world.hear(ack(tagIn(header(echo.text, "To"))));
    expect(world.news()).toEqual(["dialog-request ACK sip:box@192.0.2.1 SIP/2.0"]);
    expect(world.told("dialog-request")).toMatchObject({ transactionId: txn, dialogId: "c1;from-tag=a1" });
  });

  it("the 200 is repeated until the ACK, the ACK passed on once", () => {
    const { world, tag } = answered();
    world.news();
    world.wait(1_600); // T1, 2*T1
    expect(world.news()).toEqual(["> SIP/2.0 200 OK", "> SIP/2.0 200 OK"]);
    world.hear(ack(tag));
    world.hear(ack(tag));
    world.wait(20_000);
    expect(world.news()).toEqual(["dialog-request ACK sip:box@192.0.2.1 SIP/2.0"]);
  });

  it("32 s without ACK: BYE, and the application's dialog ends with the reason", () => {
    const { world, dialogId } = answered();
    world.connect("cdr", "cdr:stop");
    world.wait(32_000);
    expect(world.count("sent", "SIP/2.0 200")).toBe(11); // 0, .5, 1.5, 3.5, 7.5, 11.5 … 31.5 s
    const bye = world.told("dialog-request");
    expect(bye).toMatchObject({ transactionId: "unsolicited", dialogId, meta: { source: "application" } });
    expect(header(bye.text, "Reason")).toBe('SIP;cause=200;text="ACK timeout"');
    expect(firstLine(world.sent("BYE"))).toBe("BYE sip:ann@192.0.2.9:5060 SIP/2.0");
    expect(world.told("cdr-stop").reason).toBe("ack-timeout");
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("the application may choose the To tag, once", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 180, { to: "<sip:box@192.0.2.1>;tag=mine" }));
    expect(tagIn(header(world.sent("SIP/2.0 180"), "To"))).toBe("mine");
    world.say(respond(txn, 200, { to: "<sip:box@192.0.2.1>;tag=other" }, sdp()));
    expect(tagIn(header(world.sent("SIP/2.0 200"), "To"))).toBe("mine");
  });

  it("provisional answers carry a Contact and the tag of the final one", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 180));
    expect(header(world.sent("SIP/2.0 180"), "Contact")).toBe("<sip:192.0.2.1:5060>");
    world.say(respond(txn, 200, {}, sdp()));
    expect(header(world.sent("SIP/2.0 200"), "To")).toBe(header(world.sent("SIP/2.0 180"), "To"));
  });

  it("what an application may not set is dropped, localhost becomes our place", () => {
    const { world, txn } = ringing();
    world.say(
      respond(txn, 200, { via: "SIP/2.0/UDP x", "record-route": "<sip:x>", rseq: "7", contact: "<sip:me@localhost>" }, sdp()),
    );
    const text = world.sent("SIP/2.0 200");
    expect(text).not.toContain("Via: SIP/2.0/UDP x");
    expect(text).not.toContain("Record-Route");
    expect(text).not.toContain("RSeq");
    expect(header(text, "Contact")).toBe("<sip:me@192.0.2.1:5060>");
  });

  it("rejecting needs nothing more of the application; its ACK stays here", () => {
    const { world, txn } = ringing();
    world.connect("cdr", "cdr:stop");
    world.news();
    world.say(respond(txn, 486));
    expect(world.news()).toEqual(["response-sent SIP/2.0 486 Busy Here", "cdr-stop call-rejected", "> SIP/2.0 486 Busy Here"]);
    world.hear(fromAnn("ACK", [], { to: tagIn(header(world.sent("SIP/2.0 486"), "To")) }));
    expect(world.news()).toEqual([]);
    expect(world.told("response-sent").dialogId).toBe("c1;from-tag=a1");
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("a second final answer comes too late", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 486));
    world.news();
    world.say(respond(txn, 200, {}, sdp()));
    expect(world.news()).toEqual(["failed Response not sent due to unknown transaction"]);
  });

  it("a body of unknown kind is refused", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 200, {}, "hello"));
    expect(world.told("failed").why).toBe("missing content-type");
    world.say(respond(txn, 200, { "content-type": "text/plain" }, "hello"));
    expect(world.sent("SIP/2.0 200")).toContain("Content-Type: text/plain");
  });

  it("BYE of the caller: the dialog is gone before anybody answers", () => {
    const { world, tag } = answered();
    world.connect("cdr", "cdr:stop");
    world.hear(ack(tag));
    world.hear(fromAnn("BYE", [], { branch: "b3", cseq: 2, to: tag }));
    const bye = world.told("dialog-request");
    expect(world.agent.gauges().dialogs).toBe(0);
    expect(world.told("cdr-stop").reason).toBe("normal-release");
    world.say(respond(bye.transactionId, 200));
    expect(world.told("response-sent").dialogId).toBe("");
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("2 BYE");
  });

  it("BYE of the application waits for the ACK (RFC 3261 15)", () => {
    const { world, tag, dialogId } = answered();
    world.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    expect(world.count("sent", "BYE")).toBe(0);
    world.hear(ack(tag));
    const bye = world.sent("BYE");
    expect(firstLine(bye)).toBe("BYE sip:ann@192.0.2.9:5060 SIP/2.0");
    expect(tagIn(header(bye, "From"))).toBe(tag);
    expect(tagIn(header(bye, "To"))).toBe("a1");
    expect(world.told("request-sent").text).toBe(bye);
  });

  it("an application that stays silent: 408 to the caller, 500 to other requests", () => {
    const { world } = ringing();
    world.wait(32_000);
    expect(world.count("sent", "SIP/2.0 408")).toBe(1);
    world.hear(fromAnn("MESSAGE", [], { branch: "m1", callId: "c2" }));
    world.wait(30_000);
    expect(world.count("sent", "SIP/2.0 500")).toBe(1);
    expect(world.agent.gauges().serverExchanges).toBe(0);
  });

  it("a call that rings for long keeps proxies awake", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 180));
    world.wait(121_000);
    expect(world.count("sent", "SIP/2.0 180")).toBe(3);
  });
});

describe("the caller gives up", () => {
  it("before any answer: 200 and 487 from here, the application hears CANCEL without dialog", () => {
    const { world, txn } = ringing();
    world.news();
    world.hear(fromAnn("CANCEL"));
    expect(world.news().sort()).toEqual([
      "> SIP/2.0 200 OK",
      "> SIP/2.0 487 Request Terminated",
      "dialog-request CANCEL sip:box@192.0.2.1 SIP/2.0",
    ]);
    expect(world.told("dialog-request")).toMatchObject({ transactionId: txn, dialogId: "" });
    world.say(respond(txn, 200, {}, sdp()));
    expect(world.told("failed").why).toBe("Response not sent due to unknown transaction");
    expect(world.count("sent", "SIP/2.0 200 OK")).toBe(1);
  });

  it("while it rings: the CANCEL carries the dialog", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 180));
    world.hear(fromAnn("CANCEL"));
    expect(world.told("dialog-request")).toMatchObject({ transactionId: txn, dialogId: "c1;from-tag=a1" });
    expect(header(world.sent("SIP/2.0 487"), "To")).toBe(header(world.sent("SIP/2.0 180"), "To"));
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("after the 200: no effect, but BYE once the ACK is in", () => {
    const { world, tag, dialogId } = answered();
    world.hear(fromAnn("CANCEL"));
    expect(world.count("sent", "SIP/2.0 487")).toBe(0);
    world.hear(ack(tag));
    expect(world.told("dialog-request")).toMatchObject({ transactionId: "unsolicited", dialogId });
    expect(header(world.sent("BYE"), "Reason")).toContain("CANCEL after answer");
  });

  it("with a BYE in the early dialog: 200 to it, 487 to the INVITE", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 180));
    world.hear(fromAnn("BYE", [], { branch: "b5", cseq: 2, to: tagIn(header(world.sent("SIP/2.0 180"), "To")) }));
    expect(world.count("sent", "SIP/2.0 487")).toBe(1);
    world.say(respond(world.told("dialog-request").transactionId, 200));
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("2 BYE");
  });

  it("for something unknown: 481", () => {
    const world = new AgentWorld();
    world.connect("app", "invite");
    world.hear(fromAnn("CANCEL"));
    expect(world.count("sent", "SIP/2.0 481")).toBe(1);
  });
});

describe("requests no application sees", () => {
  const refused = (text: string, ...verbs: string[]): string => {
    const world = new AgentWorld();
    world.connect("app", ...verbs);
    world.hear(text);
    expect(world.out.filter((item) => item.kind === "told")).toEqual([]);
    return world.sent("SIP/2.0 4");
  };

  it.each([
    ["BYE without dialog", fromAnn("BYE", [], { to: "x" }), "481"],
    ["UPDATE without dialog", fromAnn("UPDATE", [], { to: "x" }), "481"],
    ["INVITE with an unknown To tag", fromAnn("INVITE", [], { to: "x" }), "481"],
    ["BYE without To tag", fromAnn("BYE"), "481"],
    ["no hops left", fromAnn("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 0"), "483"],
    ["no From tag", fromAnn("INVITE").replace(";tag=a1", ""), "400"],
    ["a bar in the Call-ID", fromAnn("INVITE", [], { callId: "a|b" }), "400"],
    ["INVITE without Contact", fromAnn("INVITE").replace(/Contact:.*\r\n/, ""), "400"],
    ["an unknown option", fromAnn("INVITE", ["Require: 100rel, teleport"]), "420"],
    ["a REFER nobody wants", fromAnn("REFER", ["Refer-To: <sip:x@y>"]), "405"],
    ["too short a session", fromAnn("INVITE", ["Session-Expires: 60"]), "422"],
  ])("%s", (_name, text, status) => {
    expect(refused(text, "invite", "register")).toContain(`SIP/2.0 ${status} `);
  });

  it("a method nobody knows is 501, a verb nobody routed 503", () => {
    const world = new AgentWorld();
    world.connect("app", "invite");
    world.hear(fromAnn("DANCE"));
    expect(world.count("sent", "SIP/2.0 501")).toBe(1);
    world.hear(fromAnn("MESSAGE", [], { branch: "b7", callId: "c7" }));
    expect(world.count("sent", "SIP/2.0 503")).toBe(1);
  });

  it("says which option it does not know, and the smallest session it takes", () => {
    expect(header(refused(fromAnn("INVITE", ["Require: 100rel, teleport"]), "invite"), "Unsupported")).toBe("teleport");
    expect(header(refused(fromAnn("INVITE", ["Session-Expires: 60"]), "invite"), "Min-SE")).toBe("90");
  });

  it("takes turns among the applications", () => {
    const world = new AgentWorld();
    world.connect("one", "invite");
    world.connect("two", "invite");
    for (const call of ["c1", "c2", "c3", "c4"]) world.hear(fromAnn("INVITE", [], { callId: call, branch: call }));
    expect(world.out.filter((item) => item.kind === "told").map((item) => item.kind === "told" && item.client)).toEqual([
      "one",
      "two",
      "one",
      "two",
    ]);
  });

  it("scanners hear nothing, garbage is noted", () => {
    const world = new AgentWorld();
    world.connect("app", "register");
    world.hear(fromAnn("REGISTER", ["User-Agent: friendly-scanner"]));
    expect(world.out).toEqual([]);
    world.hear("\0\0\0garbage");
    expect(world.suspects).toEqual(["192.0.2.9 scanner", "192.0.2.9 undecodable"]);
  });
});

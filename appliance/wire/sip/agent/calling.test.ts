import { describe, expect, it } from "vitest";
import { AgentWorld, answerTo, ask, firstLine, fromAnn, giveUp, header, sdp, tagIn, worldPeer } from "./agent-world.ts";

const UAS = "sip:uas@192.0.2.9";
const contact = ["Contact: <sip:uas@192.0.2.9:5060>"];

function calling(headers: Record<string, string> = {}, uri = UAS): { world: AgentWorld; invite: string; txn: string } {
  const world = new AgentWorld();
  world.connect("app", "invite");
  world.say(ask("INVITE", uri, headers, sdp()));
  return { world, invite: world.sent("INVITE"), txn: world.told("request-sent").transactionId };
}

function answered(): ReturnType<typeof calling> & { dialogId: string } {
  const call = calling();
  call.world.hear(answerTo(call.invite, 180, "Ringing", contact));
  call.world.hear(answerTo(call.invite, 200, "OK", contact, { body: sdp() }));
  return { ...call, dialogId: call.world.told("answer").dialogId };
}

const ack = (dialogId: string) => ask("ACK", UAS, {}, "", { dialogId });

describe("an application calls", () => {
  it("everything it left out is filled in, and echoed before it is sent", () => {
    const { world, invite } = calling();
    expect(world.news()).toEqual([`request-sent INVITE ${UAS} SIP/2.0`, `> INVITE ${UAS} SIP/2.0`]);
    const echo = world.told("request-sent");
    expect(echo.text).toBe(invite);
    expect(echo.meta).toMatchObject({ source: "application", protocol: "udp", address: "192.0.2.1", port: 5060 });
    expect(header(invite, "Via")).toMatch(/^SIP\/2\.0\/UDP 192\.0\.2\.1:5060;branch=z9hG4bK\w+;rport$/);
    expect(header(invite, "From")).toMatch(/^<sip:192\.0\.2\.1:5060>;tag=\w+$/);
    expect(header(invite, "To")).toBe(`<${UAS}>`);
    expect(header(invite, "Contact")).toBe("<sip:192.0.2.1:5060>");
    expect(header(invite, "Max-Forwards")).toBe("70");
    expect(header(invite, "CSeq")).toMatch(/^\d+ INVITE$/);
    expect(header(invite, "Content-Type")).toBe("application/sdp");
  });

  it("localhost becomes our place", () => {
    const { invite } = calling({
      from: '"Ann" <sip:ann@localhost>',
      contact: '"Ann" <sip:ann@localhost>',
      to: "<sip:bob@localhost>",
    });
    expect(header(invite, "From")).toMatch(/^"Ann" <sip:ann@192\.0\.2\.1:5060>;tag=/);
    expect(header(invite, "Contact")).toBe('"Ann" <sip:ann@192.0.2.1:5060>');
    expect(header(invite, "To")).toBe("<sip:bob@192.0.2.1:5060>");
  });

  it("ringing and answer arrive with the dialog; the ACK is echoed, sent and kept", () => {
    const { world, invite, txn } = calling();
    world.news();
    world.hear(answerTo(invite, 100, "Trying", [], { tag: "" }));
    world.hear(answerTo(invite, 180, "Ringing", contact));
    expect(world.told("answer")).toMatchObject({
      transactionId: txn,
      dialogId: `${header(invite, "Call-ID")};from-tag=${tagIn(header(invite, "From"))}`,
    });
    world.hear(answerTo(invite, 200, "OK", contact, { body: sdp() }));
    expect(world.news()).toEqual(["answer SIP/2.0 180 Ringing", "answer SIP/2.0 200 OK"]);
    world.say(ack(world.told("answer").dialogId));
    expect(world.news()).toEqual(["request-sent ACK sip:uas@192.0.2.9:5060 SIP/2.0", "> ACK sip:uas@192.0.2.9:5060 SIP/2.0"]);
    const sent = world.sent("ACK");
    expect(header(sent, "CSeq")).toBe(header(invite, "CSeq")!.replace("INVITE", "ACK"));
    expect(tagIn(header(sent, "To"))).toBe("p1");
    // the peer did not get it
    world.hear(answerTo(invite, 200, "OK", contact, { body: sdp() }));
    expect(world.news()).toEqual(["> ACK sip:uas@192.0.2.9:5060 SIP/2.0"]);
    expect(world.sent("ACK")).toBe(sent);
  });

  it("BYE goes to the Contact with the next number, and its answer ends the dialog", () => {
    const { world, invite, dialogId } = answered();
    world.say(ack(dialogId));
    world.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    const bye = world.sent("BYE");
    expect(firstLine(bye)).toBe("BYE sip:uas@192.0.2.9:5060 SIP/2.0");
    expect(Number.parseInt(header(bye, "CSeq")!, 10)).toBe(Number.parseInt(header(invite, "CSeq")!, 10) + 1);
    world.hear(answerTo(bye, 200, "OK"));
    expect(world.told("answer")).toMatchObject({ dialogId });
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("a peer that hangs up", () => {
    const { world, invite, dialogId } = answered();
    world.say(ack(dialogId));
    const bye = fromAnn("BYE", [], {
      callId: header(invite, "Call-ID")!,
      to: tagIn(header(invite, "From")),
      fromTag: "p1",
      branch: "x1",
    });
    world.hear(bye);
    expect(world.told("dialog-request")).toMatchObject({ dialogId });
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("refusals are acknowledged here; the application's ACK for them is not wanted", () => {
    const { world, invite } = calling();
    world.connect("cdr", "cdr:stop");
    world.news();
    world.hear(answerTo(invite, 486, "Busy Here"));
    expect(world.news()).toEqual([`> ACK ${UAS} SIP/2.0`, "answer SIP/2.0 486 Busy Here", "cdr-stop call-rejected"]);
    world.say(ack(world.told("answer").dialogId));
    expect(world.told("failed").why).toBe(
      "Server error: ACK for non-success final response is automatically generated by server",
    );
  });

  it("a challenged call tried again keeps its dialog id and gets a new transaction", () => {
    const { world, invite, txn } = calling();
    world.hear(
      answerTo(invite, 407, "Proxy Authentication Required", ['Proxy-Authenticate: Digest realm="r", nonce="n"'], { tag: "ch1" }),
    );
    const first = world.told("answer");
    const number = Number.parseInt(header(invite, "CSeq")!, 10) + 1;
    world.say(
      ask(
        "INVITE",
        UAS,
        {
          CSeq: `${number} INVITE`,
          "call-id": header(invite, "Call-ID")!,
          From: header(invite, "From")!,
          "Proxy-Authorization": 'Digest username="u",response="x"',
        },
        sdp(),
        { nextHop: "sip:192.0.2.9:5060" },
      ),
    );
    const again = world.sent("INVITE");
    expect(header(again, "CSeq")).toBe(`${number} INVITE`);
    expect(header(again, "From")).toBe(header(invite, "From"));
    expect(world.told("request-sent").transactionId).not.toBe(txn);
    world.hear(answerTo(again, 180, "Ringing", contact));
    expect(world.told("answer").dialogId).toBe(first.dialogId);
  });

  it("an application that never acknowledges: ACK and BYE from here", () => {
    const { world, dialogId } = answered();
    world.wait(32_000);
    expect(world.count("sent", "ACK")).toBe(1);
    expect(world.told("dialog-request")).toMatchObject({ transactionId: "unsolicited", dialogId });
  });

  it("a 200 without Contact is told and hung up", () => {
    const { world, invite } = calling();
    world.hear(answerTo(invite, 200, "OK", [], { body: sdp() }));
    expect(world.told("answer").text).toContain("200 OK");
    expect(world.count("sent", "ACK")).toBe(1);
    expect(firstLine(world.sent("BYE"))).toBe(`BYE ${UAS} SIP/2.0`);
    expect(world.agent.gauges().dialogs).toBe(0);
  });
});

describe("an application cancels", () => {
  it("before any answer: held back until the first provisional (RFC 3261 9.1)", () => {
    const { world, invite, txn } = calling();
    world.say(giveUp(txn));
    expect(world.told("request-sent").text).toContain("CANCEL");
    expect(world.count("sent", "CANCEL")).toBe(0);
    world.hear(answerTo(invite, 180, "Ringing", contact));
    const cancel = world.sent("CANCEL");
    expect(header(cancel, "Via")).toBe(header(invite, "Via"));
    world.hear(answerTo(cancel, 200, "OK"));
    world.news();
    world.hear(answerTo(invite, 487, "Request Terminated"));
    expect(world.news()).toContain("answer SIP/2.0 487 Request Terminated");
  });

  it("crossing a 200: the application gets it and acknowledges, then BYE", () => {
    const { world, invite, txn } = calling();
    world.hear(answerTo(invite, 180, "Ringing", contact));
    world.say(giveUp(txn));
    world.hear(answerTo(invite, 200, "OK", contact, { body: sdp() }));
    expect(world.told("answer").text).toContain("200 OK");
    world.news();
    world.say(ack(world.told("answer").dialogId));
    expect(world.news().filter((item) => item.startsWith(">"))).toEqual([
      "> ACK sip:uas@192.0.2.9:5060 SIP/2.0",
      "> BYE sip:uas@192.0.2.9:5060 SIP/2.0",
    ]);
    expect(header(world.told("dialog-request").text, "Reason")).toContain("cancel race");
    world.wait(40_000);
    expect(world.agent.gauges()).toMatchObject({ dialogs: 0, clientExchanges: 0 });
  });

  it("after the 200 was told: BYE as well", () => {
    const { world, txn, dialogId } = answered();
    world.say(ack(dialogId));
    world.say(giveUp(txn));
    expect(world.count("sent", "BYE")).toBe(1);
    expect(world.told("dialog-request")).toMatchObject({ transactionId: "unsolicited" });
  });

  it("something unknown", () => {
    const { world, invite, txn } = calling();
    world.say(giveUp("nosuch"));
    expect(world.told("failed").why).toBe("unable to cancel unknown transaction id: nosuch");
    world.hear(answerTo(invite, 486, "Busy"));
    world.say(giveUp(txn));
    expect(world.told("failed").why).toBe(`unable to cancel unknown transaction id: ${txn}`);
  });

  it("an INVITE nobody ever answers is forgotten 32 s after the CANCEL", () => {
    const { world, invite, txn } = calling();
    world.hear(answerTo(invite, 180, "Ringing", contact));
    world.wait(60_000);
    world.say(giveUp(txn));
    world.wait(33_000);
    expect(world.told("answer")).toMatchObject({ transactionId: txn, meta: { bytes: 0, address: "", port: 0 } });
    expect(world.told("answer").text).toContain("SIP/2.0 408");
    world.wait(40_000);
    expect(world.agent.gauges()).toMatchObject({ dialogs: 0, clientExchanges: 0 });
  });
});

describe("a call that forks", () => {
  it("early dialogs share the id; the first 200 wins, another gets ACK and BYE", () => {
    const { world, invite } = calling();
    world.hear(answerTo(invite, 180, "Ringing", ["Contact: <sip:one@192.0.2.11>"], { tag: "f1" }));
    world.hear(answerTo(invite, 180, "Ringing", ["Contact: <sip:two@192.0.2.12>"], { tag: "f2" }));
    expect(world.agent.gauges().dialogs).toBe(2);
    world.hear(answerTo(invite, 200, "OK", ["Contact: <sip:two@192.0.2.9:5060>"], { tag: "f2", body: sdp() }));
    expect(world.agent.gauges().dialogs).toBe(1);
    world.say(ack(world.told("answer").dialogId));
    expect(tagIn(header(world.sent("ACK"), "To"))).toBe("f2");
    world.news();
    const second = answerTo(invite, 200, "OK", ["Contact: <sip:one@192.0.2.9:5060>"], { tag: "f1", body: sdp() });
    world.hear(second);
    expect(world.news()).toEqual(["> ACK sip:one@192.0.2.9:5060 SIP/2.0", "> BYE sip:one@192.0.2.9:5060 SIP/2.0"]);
    expect(tagIn(header(world.sent("BYE"), "To"))).toBe("f1");
    world.hear(second);
    expect(world.news()).toEqual(["> ACK sip:one@192.0.2.9:5060 SIP/2.0"]);
  });
});

describe("where a request goes", () => {
  it("a name is looked up first, and echoed when it is found", () => {
    const { world } = lookedUp();
    expect(world.lookups[0]!.target).toEqual({ host: "trunk.example", secure: false });
    expect(world.out).toEqual([]);
    world.resolved([{ transport: "udp", address: "192.0.2.20", port: 5070 }]);
    expect(world.sentTo("INVITE")).toMatchObject({ address: "192.0.2.20", port: 5070, local: "udp" });
    expect(firstLine(world.sent("INVITE"))).toBe("INVITE sip:x@trunk.example SIP/2.0");
  });

  it("nothing found is a 503", () => {
    const { world } = lookedUp();
    world.resolved([]);
    expect(world.told("request-sent").text).toContain("INVITE");
    expect(world.told("answer").text).toContain("SIP/2.0 503");
    expect(world.agent.gauges().clientExchanges).toBe(0);
  });

  const two = [
    { transport: "udp", address: "192.0.2.20", port: 5060 },
    { transport: "tcp", address: "192.0.2.21", port: 5060 },
  ] as const;

  it.each(["503", "silence", "transport"])(
    "on %s the next address is tried, with a new branch and one transaction",
    (failure) => {
      const { world } = lookedUp();
      world.resolved([...two]);
      const first = world.sent("INVITE");
      const { transactionId } = world.told("request-sent");
      if (failure === "503") world.hear(answerTo(first, 503, "Busy"), { ...worldPeer, address: "192.0.2.20" });
      else if (failure === "silence") world.wait(4_000);
      else world.transportFailed(world.out.findLast((item) => item.kind === "sent")!.key!);
      const second = world.sent("INVITE");
      expect(world.sentTo("INVITE")).toMatchObject({ transport: "tcp", address: "192.0.2.21" });
      expect(header(second, "Via")).not.toBe(header(first, "Via"));
      expect(header(second, "Call-ID")).toBe(header(first, "Call-ID"));
      expect(world.out.filter((item) => item.kind === "told" && item.notice.kind === "request-sent")).toHaveLength(1);
      world.hear(answerTo(second, 180, "Ringing", contact), { ...worldPeer, address: "192.0.2.21" });
      expect(world.told("answer")).toMatchObject({ transactionId });
    },
  );

  it("an address given up that answers after all is hung up", () => {
    const { world } = lookedUp();
    world.resolved([...two]);
    const first = world.sent("INVITE");
    world.wait(4_000);
    world.hear(answerTo(first, 200, "OK", ["Contact: <sip:late@192.0.2.20>"], { tag: "late", body: sdp() }), {
      ...worldPeer,
      address: "192.0.2.20",
    });
    expect(firstLine(world.sent("BYE"))).toBe("BYE sip:late@192.0.2.20 SIP/2.0");
    expect(world.out.some((item) => item.kind === "told" && item.notice.kind === "answer")).toBe(false);
  });

  it("no answer at all is a 408 made here, an undeliverable request a 503", () => {
    const { world, txn } = calling();
    world.wait(33_000);
    expect(world.told("answer")).toMatchObject({
      transactionId: txn,
      meta: { source: "network", bytes: 0, address: "", port: 0 },
    });
    expect(world.told("answer").text).toContain("SIP/2.0 408");
    const other = calling();
    other.world.transportFailed(other.world.out.findLast((item) => item.kind === "sent")!.key!);
    expect(other.world.told("answer").text).toContain("SIP/2.0 503");
  });

  it("the next hop of the application overrides the request-URI", () => {
    const world = new AgentWorld();
    world.connect("app", "invite");
    world.say(ask("INVITE", "sip:x@trunk.example", {}, sdp(), { nextHop: "sip:192.0.2.30:5080;transport=tcp" }));
    expect(world.sentTo("INVITE")).toMatchObject({ transport: "tcp", address: "192.0.2.30", port: 5080 });
    expect(firstLine(world.sent("INVITE"))).toBe("INVITE sip:x@trunk.example SIP/2.0");
    expect(header(world.sent("INVITE"), "Contact")).toBe("<sip:192.0.2.1:5060;transport=tcp>");
    expect(world.sent("INVITE")).not.toContain("Route:");
  });

  function lookedUp(): { world: AgentWorld } {
    const world = new AgentWorld();
    world.connect("app", "invite");
    world.say(ask("INVITE", "sip:x@trunk.example", {}, sdp()));
    return { world };
  }
});

describe("requests that are refused here", () => {
  const refusal = (...asked: Parameters<typeof ask>): string => {
    const world = new AgentWorld();
    world.connect("app");
    world.say(ask(...asked));
    return world.told("failed").why;
  };
  it.each([
    ["a body without type", ["MESSAGE", UAS, {}, "hello"], "missing content-type"],
    ["ourselves", ["INVITE", "sip:x@192.0.2.1:5060", {}, sdp()], "can not send request to myself"],
    [
      "no dialog",
      ["INFO", UAS, {}, "", { dialogId: "nosuch;from-tag=x" }],
      "Server error: unable to find dialog for dialog id provided",
    ],
    ["a number for a URI", ["INVITE", "tel:+4930123", {}, sdp()], "no usable destination in 'tel:+4930123'"],
  ] as [string, Parameters<typeof ask>, string][])("%s", (_name, asked, why) => {
    expect(refusal(...asked)).toBe(why);
  });

  it("REGISTER gets no Contact of ours", () => {
    const world = new AgentWorld();
    world.connect("app");
    world.say(ask("REGISTER", UAS, { contact: "<sip:line1@localhost>", expires: "60" }));
    expect(header(world.sent("REGISTER"), "Contact")).toBe("<sip:line1@192.0.2.1:5060>");
    world.say(ask("REGISTER", UAS));
    expect(header(world.sent("REGISTER"), "Contact")).toBeUndefined();
  });
});

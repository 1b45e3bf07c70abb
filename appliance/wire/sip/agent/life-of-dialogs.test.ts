import { describe, expect, it } from "vitest";
import { readSnapshot } from "../dialog/snapshot-dialog.ts";
import { AgentWorld, answerTo, ask, firstLine, fromAnn, header, respond, sdp, sip, tagIn } from "./agent-world.ts";

function talking(world = new AgentWorld(), extra: string[] = []): { world: AgentWorld; tag: string; dialogId: string } {
  world.connect("app", "invite", "subscribe");
  world.hear(fromAnn("INVITE", extra, { body: sdp() }));
  world.say(respond(world.told("new-request").transactionId, 200, {}, sdp(2)));
  const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
  const { dialogId } = world.told("response-sent");
  world.hear(fromAnn("ACK", [], { branch: "b2", to: tag }));
  return { world, tag, dialogId };
}

/** The dialogs of one world in a fresh one, by way of text. */
function moved(world: AgentWorld): AgentWorld {
  const text = JSON.stringify(world.agent.snapshotDialogs(world.now));
  const other = new AgentWorld();
  other.now = 5_000_000; // another clock
  const snapshots = (JSON.parse(text) as unknown[]).map(readSnapshot).filter((snapshot) => snapshot !== undefined);
  expect(other.agent.restoreDialogs(snapshots, other.now)).toBe(snapshots.length);
  other.connect("app", "invite");
  return other;
}

describe("a dialog taken up by a fresh server", () => {
  it("answers a re-INVITE and a BYE of the peer", () => {
    const { world, tag, dialogId } = talking();
    const other = moved(world);
    other.hear(fromAnn("INVITE", [], { branch: "r1", cseq: 2, to: tag, body: sdp(3) }));
    expect(other.told("dialog-request")).toMatchObject({ dialogId });
    other.say(respond(other.told("dialog-request").transactionId, 200, {}, sdp(4)));
    expect(header(other.sent("SIP/2.0 200"), "Contact")).toBe("<sip:192.0.2.1:5060>");
    other.hear(fromAnn("ACK", [], { branch: "r2", cseq: 2, to: tag }));
    other.hear(fromAnn("BYE", [], { branch: "r3", cseq: 3, to: tag }));
    other.say(respond(other.told("dialog-request").transactionId, 200));
    expect(header(other.sent("SIP/2.0 200"), "CSeq")).toBe("3 BYE");
    expect(other.agent.gauges().dialogs).toBe(0);
  });

  it("sends re-INVITE and BYE itself, with numbers beyond those used before", () => {
    const { world, tag, dialogId } = talking();
    world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }));
    const used = Number.parseInt(header(world.sent("INFO"), "CSeq")!, 10);
    const other = moved(world);
    other.say(ask("INVITE", "sip:placeholder", {}, sdp(7), { dialogId }));
    const invite = other.sent("INVITE");
    expect(firstLine(invite)).toBe("INVITE sip:ann@192.0.2.9:5060 SIP/2.0");
    expect(Number.parseInt(header(invite, "CSeq")!, 10)).toBeGreaterThan(used);
    expect([tagIn(header(invite, "From")), tagIn(header(invite, "To"))]).toEqual([tag, "a1"]);
    other.hear(answerTo(invite, 200, "OK", ["Contact: <sip:ann@192.0.2.9:5060>"], { body: sdp() }));
    other.say(ask("ACK", "sip:placeholder", {}, "", { dialogId }));
    other.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    expect(firstLine(other.sent("BYE"))).toBe("BYE sip:ann@192.0.2.9:5060 SIP/2.0");
  });

  it("keeps the session timer where it was", () => {
    const { world } = talking(new AgentWorld(), ["Session-Expires: 90;refresher=uac", "Supported: timer"]);
    world.wait(20_000);
    const other = moved(world);
    other.wait(39_000);
    expect(other.different("BYE")).toBe(0);
    other.wait(2_000);
    expect(other.different("BYE")).toBe(1);
  });

  it("nothing is taken up twice, and nonsense not at all", () => {
    const { world } = talking();
    const other = moved(world);
    expect(other.agent.restoreDialogs(world.agent.snapshotDialogs(0), other.now)).toBe(0);
    const good = world.agent.snapshotDialogs(0)[0]!;
    expect(readSnapshot(good)).toEqual(good);
    for (const bad of [
      null,
      7,
      {},
      { ...good, callId: 1 },
      { ...good, routeSet: "x" },
      { ...good, peer: {} },
      { ...good, state: "odd" },
    ]) {
      expect(readSnapshot(bad)).toBeUndefined();
    }
  });
});

describe("an application that is gone", () => {
  it("its calls end after a while; new ones get 503, what it was asked too", () => {
    const { world } = talking(new AgentWorld({ times: { orphanMs: 10_000 } }));
    world.hear(fromAnn("INVITE", [], { callId: "c2", branch: "d1", body: sdp() }));
    world.disconnect("app");
    expect(world.count("sent", "SIP/2.0 503")).toBe(1);
    world.hear(fromAnn("INVITE", [], { callId: "c3", branch: "d2", body: sdp() }));
    expect(world.count("sent", "SIP/2.0 503")).toBe(2);
    world.wait(9_900);
    expect(world.count("sent", "BYE")).toBe(0);
    world.wait(200);
    expect(header(world.sent("BYE"), "Reason")).toContain("application is gone");
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("meanwhile the peer's BYE is answered here", () => {
    const { world, tag } = talking();
    world.disconnect("app");
    world.hear(fromAnn("BYE", [], { branch: "b9", cseq: 2, to: tag }));
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("2 BYE");
  });

  it("comes back and speaks of its call in time: the call stays", () => {
    const { world, dialogId } = talking();
    world.disconnect("app");
    world.connect("again", "invite");
    world.say(ask("INFO", "sip:placeholder", {}, "", { dialogId }), "again");
    world.wait(60_000);
    expect(world.count("sent", "BYE")).toBe(0);
  });

  it("its calls that are still being set up are cancelled, an answer that comes after all is hung up", () => {
    const world = new AgentWorld();
    world.connect("app");
    world.say(ask("INVITE", "sip:uas@192.0.2.9", {}, sdp()));
    const invite = world.sent("INVITE");
    world.hear(answerTo(invite, 180, "Ringing", ["Contact: <sip:uas@192.0.2.9>"]));
    world.disconnect("app");
    expect(world.count("sent", "CANCEL")).toBe(1);
    world.hear(answerTo(invite, 200, "OK", ["Contact: <sip:uas@192.0.2.9>"], { body: sdp() }));
    expect(world.count("sent", "BYE")).toBe(1);
    world.wait(60_000);
    expect(world.agent.gauges()).toMatchObject({
      dialogs: 0,
      clientExchanges: 0,
      serverExchanges: 0,
      transactions: { client: 0, server: 0 },
    });
  });
});

describe("stopping", () => {
  it("hangs up, refuses, cancels, and is idle when all have answered", () => {
    const { world } = talking();
    world.hear(fromAnn("INVITE", [], { callId: "c2", branch: "d1", body: sdp() }));
    world.say(ask("INVITE", "sip:uas@192.0.2.9", {}, sdp()));
    const invite = world.sent("INVITE");
    world.hear(answerTo(invite, 180, "Ringing", ["Contact: <sip:uas@192.0.2.9>"]));
    world.shutdown("going down");
    expect(header(world.sent("BYE"), "Reason")).toContain("going down");
    expect(world.count("sent", "SIP/2.0 503")).toBe(1);
    expect(world.count("sent", "CANCEL")).toBe(1);
    expect(world.told("dialog-request").transactionId).toBe("unsolicited");
    expect(world.agent.idle).toBe(false);
    world.hear(answerTo(world.sent("BYE"), 200, "OK"));
    world.hear(answerTo(invite, 487, "Request Terminated"));
    expect(world.agent.idle).toBe(true);
    world.hear(fromAnn("INVITE", [], { callId: "c5", branch: "d5", body: sdp() }));
    expect(world.count("sent", "SIP/2.0 503")).toBe(2);
    world.say(ask("INVITE", "sip:uas@192.0.2.9", {}, sdp()));
    expect(world.told("failed").why).toBe("server is stopping");
  });
});

describe("phones that registered over a connection", () => {
  const connected = { transport: "tcp", address: "192.0.2.9", port: 41_000, local: "tcp", connection: "tcp-7" } as const;
  const register = (cseq: number): string =>
    sip([
      "REGISTER sip:192.0.2.1 SIP/2.0",
      `Via: SIP/2.0/TCP 10.0.0.7:5060;branch=z9hG4bKreg${cseq}`,
      "From: <sip:ann@box>;tag=a1",
      "To: <sip:ann@box>",
      "Call-ID: reg",
      `CSeq: ${cseq} REGISTER`,
      "Contact: <sip:ann@10.0.0.7:5060;transport=tcp>;expires=600",
    ]);

  function registered(): AgentWorld {
    const world = new AgentWorld();
    world.connect("app", "register");
    world.hear(register(1), connected);
    world.say(
      respond(world.told("new-request").transactionId, 200, { contact: "<sip:ann@10.0.0.7:5060;transport=tcp>;expires=60" }),
    );
    return world;
  }
  const call = ask("INVITE", "sip:ann@10.0.0.7:5060;transport=tcp", {}, sdp());

  it("are called over it", () => {
    const world = registered();
    expect(world.told("response-sent").dialogId).toBe("");
    world.say(call);
    expect(world.sentTo("INVITE").connection).toBe("tcp-7");
  });

  it("until the granted time is over", () => {
    const world = registered();
    world.wait(61_000);
    world.say(call);
    expect(world.sentTo("INVITE").connection).toBeUndefined();
  });

  it("or the connection is closed, or they unregister", () => {
    const closed = registered();
    closed.agent.connectionClosed("tcp-7", closed.now);
    closed.say(call);
    expect(closed.sentTo("INVITE").connection).toBeUndefined();
    const gone = registered();
    gone.hear(register(2).replace("expires=600", "expires=0"), connected);
    gone.say(respond(gone.told("new-request").transactionId, 200));
    gone.say(call);
    expect(gone.sentTo("INVITE").connection).toBeUndefined();
  });
});

describe("subscriptions", () => {
  it("of a peer: 202 makes a dialog with a Contact, NOTIFY goes inside, terminated ends it", () => {
    const world = new AgentWorld();
    world.connect("app", "subscribe");
    world.hear(fromAnn("SUBSCRIBE", ["Event: presence", "Expires: 60"]));
    world.say(respond(world.told("new-request").transactionId, 202, { expires: "60" }));
    expect(header(world.sent("SIP/2.0 202"), "Contact")).toBe("<sip:192.0.2.1:5060>");
    const { dialogId } = world.told("response-sent");
    expect(dialogId).toBe("c1;from-tag=a1");
    world.say(ask("NOTIFY", "sip:placeholder", { Event: "presence", "Subscription-State": "terminated" }, "", { dialogId }));
    expect(firstLine(world.sent("NOTIFY"))).toBe("NOTIFY sip:ann@192.0.2.9:5060 SIP/2.0");
    world.hear(answerTo(world.sent("NOTIFY"), 200, "OK"));
    world.wait(33_000);
    expect(world.agent.gauges().dialogs).toBe(0);
  });

  it("of the application: a NOTIFY that overtakes the 200 finds its dialog", () => {
    const world = new AgentWorld();
    world.connect("app", "notify");
    world.say(ask("SUBSCRIBE", "sip:uas@192.0.2.9", { Event: "dialog", Expires: "60" }));
    const subscribe = world.sent("SUBSCRIBE");
    world.hear(
      fromAnn("NOTIFY", ["Event: dialog", "Subscription-State: active"], {
        callId: header(subscribe, "Call-ID")!,
        to: tagIn(header(subscribe, "From")),
        fromTag: "p1",
        branch: "n1",
      }),
    );
    const { dialogId } = world.told("dialog-request");
    expect(dialogId).toBe(`${header(subscribe, "Call-ID")};from-tag=${tagIn(header(subscribe, "From"))}`);
    world.hear(answerTo(subscribe, 200, "OK", ["Contact: <sip:uas@192.0.2.9>", "Expires: 60"]));
    expect(world.told("answer").dialogId).toBe(dialogId);
    expect(world.agent.gauges().dialogs).toBe(1);
    world.wait(93_000);
    expect(world.agent.gauges().dialogs).toBe(0);
  });
});

describe("what a call looked like on the wire", () => {
  it("is there to be read, both ways, without what a password could be ground from", () => {
    const world = new AgentWorld();
    world.connect("app", "register");
    const secret = 'Authorization: Digest username="ann",\r\n response="0123456789abcdef", cnonce="xyz", nonce="n"';
    world.hear(fromAnn("REGISTER", [secret]));
    world.say(respond(world.told("new-request").transactionId, 200));
    const ladder = world.agent.ladder("c1");
    expect(ladder.map(({ direction, firstLine: line }) => `${direction} ${line}`)).toEqual([
      "in REGISTER sip:box@192.0.2.1 SIP/2.0",
      "out SIP/2.0 200 OK",
    ]);
    expect(ladder[0]).toMatchObject({ atMs: 1_700_000_000_000, transport: "udp", peer: "192.0.2.9:5060", local: "udp" });
    expect(ladder[0]!.text).toContain('username="ann"');
    expect(ladder[0]!.text).not.toContain("0123456789abcdef");
    expect(ladder[0]!.text).not.toContain("xyz");
    expect(world.agent.ladderCalls()).toMatchObject([{ callId: "c1", messages: 2 }]);
    expect(world.agent.ladder("other")).toEqual([]);
  });
});

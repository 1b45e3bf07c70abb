import { describe, expect, it } from "vitest";
import { AgentWorld, answerTo, ask, firstLine, fromAnn, header, respond, sdp, tagIn } from "./agent-world.ts";

function ringing(extra = ["Supported: 100rel"]): { world: AgentWorld; txn: string } {
  const world = new AgentWorld();
  world.connect("app", "invite");
  world.hear(fromAnn("INVITE", extra, { body: sdp() }));
  return { world, txn: world.told("new-request").transactionId };
}
const reliable = { require: "100rel" };
const prack = (response: string, cseq: number, { rseq = Number(header(response, "RSeq")), branch = `p${cseq}` } = {}): string =>
  fromAnn("PRACK", [`RAck: ${rseq} 1 INVITE`], { branch, cseq, to: tagIn(header(response, "To")) });

describe("provisional answers we send reliably (RFC 3262 3)", () => {
  it("the echo holds our RSeq, not the application's; the PRACK is the application's to answer", () => {
    const { world, txn } = ringing();
    world.news();
    world.say(respond(txn, 183, { ...reliable, rseq: "1" }, sdp()));
    expect(world.news()).toEqual(["response-sent SIP/2.0 183 Session Progress", "> SIP/2.0 183 Session Progress"]);
    const text = world.sent("SIP/2.0 183");
    expect(world.told("response-sent").text).toBe(text);
    expect(Number(header(text, "RSeq"))).toBeGreaterThan(1);
    expect(header(text, "Contact")).toBeDefined();
    world.hear(prack(text, 2));
    expect(world.told("dialog-request")).toMatchObject({ dialogId: "c1;from-tag=a1" });
    world.say(respond(world.told("dialog-request").transactionId, 200));
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("2 PRACK");
  });

  it("repeats with growing pauses until the PRACK", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    world.wait(3_600);
    expect(world.count("sent", "SIP/2.0 183")).toBe(4); // 0, .5, 1.5, 3.5 s
    world.hear(prack(world.sent("SIP/2.0 183"), 2));
    world.wait(60_000);
    expect(world.count("sent", "SIP/2.0 183")).toBe(4);
  });

  it("one at a time, with rising RSeq", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    const first = world.sent("SIP/2.0 183");
    world.say(respond(txn, 180, reliable));
    expect(world.count("sent", "SIP/2.0 180")).toBe(0);
    world.hear(prack(first, 2));
    expect(Number(header(world.sent("SIP/2.0 180"), "RSeq"))).toBe(Number(header(first, "RSeq")) + 1);
    expect(world.told("response-sent").text).toContain("180");
  });

  it("a 200 waits while one with a session description is unconfirmed", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    const first = world.sent("SIP/2.0 183");
    world.say(respond(txn, 200, {}, sdp()));
    expect(world.count("sent", "SIP/2.0 200")).toBe(0);
    world.news();
    world.hear(prack(first, 2));
    expect(world.news()).toEqual([
      "dialog-request PRACK sip:box@192.0.2.1 SIP/2.0",
      "response-sent SIP/2.0 200 OK",
      "> SIP/2.0 200 OK",
    ]);
    expect(header(world.sent("SIP/2.0 200"), "CSeq")).toBe("1 INVITE");
  });

  it("a 200 that waited is not sent when the caller gives up, and the application is told", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    world.say(respond(txn, 200, {}, sdp()));
    world.hear(fromAnn("CANCEL"));
    expect(world.told("failed").why).toBe("Response not sent due to unknown transaction");
    expect(world.count("sent", "SIP/2.0 487")).toBe(1);
  });

  it("64*T1 without PRACK: 504, and the call is over for the application", () => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    world.wait(32_000);
    expect(world.count("sent", "SIP/2.0 504")).toBe(1);
    expect(firstLine(world.told("dialog-request").text)).toMatch(/^CANCEL /);
    expect(world.agent.gauges().dialogs).toBe(0);
    world.say(respond(txn, 200, {}, sdp()));
    expect(world.told("failed").why).toContain("unknown transaction");
  });

  it.each(["wrong RSeq", "twice"])("PRACK %s is 481", (kind) => {
    const { world, txn } = ringing();
    world.say(respond(txn, 183, reliable, sdp()));
    const text = world.sent("SIP/2.0 183");
    if (kind === "twice") world.hear(prack(text, 2));
    world.hear(prack(text, 3, kind === "twice" ? {} : { rseq: 1 }));
    expect(world.count("sent", "SIP/2.0 481")).toBe(1);
  });

  it("a peer without 100rel can't be sent one", () => {
    const { world, txn } = ringing([]);
    world.say(respond(txn, 183, reliable, sdp()));
    expect(world.told("failed").why).toBe("Remote endpoint does not support 100rel");
    expect(world.count("sent", "SIP/2.0 183")).toBe(0);
  });

  it("a peer that requires 100rel gets every provisional so, and the PRACK is answered here", () => {
    const { world, txn } = ringing(["Require: 100rel"]);
    world.say(respond(txn, 180));
    const text = world.sent("SIP/2.0 180");
    expect(header(text, "Require")).toBe("100rel");
    world.news();
    world.hear(prack(text, 2));
    expect(world.news()).toEqual(["> SIP/2.0 200 OK"]);
  });
});

describe("provisional answers the peer sends reliably (RFC 3262 4)", () => {
  const contact = ["Contact: <sip:uas@192.0.2.9:5060>"];
  const rel = (rseq: number): string[] => [...contact, "Require: 100rel", `RSeq: ${rseq}`];

  function calling(): { world: AgentWorld; invite: string } {
    const world = new AgentWorld();
    world.connect("app");
    world.say(ask("INVITE", "sip:uas@192.0.2.9", { supported: "100rel" }, sdp()));
    return { world, invite: world.sent("INVITE") };
  }

  it("are told once; the application's PRACK goes to the early dialog with a number of its own", () => {
    const { world, invite } = calling();
    world.hear(answerTo(invite, 183, "Session Progress", rel(7), { body: sdp() }));
    const { dialogId } = world.told("answer");
    world.hear(answerTo(invite, 183, "Session Progress", rel(7), { body: sdp() }));
    expect(world.out.filter((item) => item.kind === "told" && item.notice.kind === "answer")).toHaveLength(1);
    world.say(ask("PRACK", "sip:uas@192.0.2.9", { RAck: `7 ${header(invite, "CSeq")}` }, "", { dialogId }));
    const prackSent = world.sent("PRACK");
    expect(firstLine(prackSent)).toBe("PRACK sip:uas@192.0.2.9:5060 SIP/2.0");
    expect(Number.parseInt(header(prackSent, "CSeq")!, 10)).toBe(Number.parseInt(header(invite, "CSeq")!, 10) + 1);
    world.hear(answerTo(prackSent, 200, "OK"));
    world.hear(answerTo(invite, 200, "OK", contact, { body: sdp() }));
    world.say(ask("ACK", "sip:uas@192.0.2.9", {}, "", { dialogId }));
    expect(Number.parseInt(header(world.sent("ACK"), "CSeq")!, 10)).toBe(Number.parseInt(header(invite, "CSeq")!, 10));
    world.say(ask("BYE", "sip:placeholder", {}, "", { dialogId }));
    expect(Number.parseInt(header(world.sent("BYE"), "CSeq")!, 10)).toBe(Number.parseInt(header(invite, "CSeq")!, 10) + 2);
  });

  it("come in order, or are not told at all", () => {
    const { world, invite } = calling();
    world.hear(answerTo(invite, 183, "Session Progress", rel(7)));
    world.news();
    world.hear(answerTo(invite, 180, "Ringing", rel(9)));
    expect(world.news()).toEqual([]);
    world.hear(answerTo(invite, 180, "Ringing", rel(8)));
    expect(world.news()).toEqual(["answer SIP/2.0 180 Ringing"]);
  });

  it("of two forks: the PRACK goes to the one whose number it names", () => {
    const { world, invite } = calling();
    world.hear(
      answerTo(invite, 183, "Session Progress", ["Contact: <sip:one@192.0.2.9>", "Require: 100rel", "RSeq: 1"], { tag: "f1" }),
    );
    world.hear(
      answerTo(invite, 183, "Session Progress", ["Contact: <sip:two@192.0.2.9>", "Require: 100rel", "RSeq: 50"], { tag: "f2" }),
    );
    const { dialogId } = world.told("answer");
    world.say(ask("PRACK", "sip:placeholder", { RAck: `1 ${header(invite, "CSeq")}` }, "", { dialogId }));
    expect(tagIn(header(world.sent("PRACK"), "To"))).toBe("f1");
  });
});

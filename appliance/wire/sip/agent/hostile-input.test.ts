import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentWorld, answerTo, ask, fromAnn, giveUp, header, respond, sdp, tagIn } from "./agent-world.ts";

/** A call in every stage, so that broken messages meet live state: one answered, one ringing reliably, one going out, one subscription. */
function busy(): { world: AgentWorld; texts: string[] } {
  const world = new AgentWorld();
  world.connect("app", "invite", "subscribe", "register", "notify", "cdr:attempt", "cdr:start", "cdr:stop");
  world.hear(fromAnn("INVITE", ["Session-Expires: 1800;refresher=uac", "Supported: timer"], { body: sdp() }));
  world.say(respond(world.told("new-request").transactionId, 200, {}, sdp(2)));
  const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
  world.hear(fromAnn("INVITE", ["Supported: 100rel"], { callId: "c2", branch: "x1", body: sdp() }));
  world.say(respond(world.told("new-request").transactionId, 183, { require: "100rel" }, sdp(2)));
  const progress = world.sent("SIP/2.0 183");
  world.say(ask("INVITE", "sip:uas@192.0.2.9", {}, sdp()));
  const invite = world.sent("INVITE");
  world.say(ask("SUBSCRIBE", "sip:uas@192.0.2.9", { event: "dialog" }));
  const subscribe = world.sent("SUBSCRIBE");
  const contact = "Contact: <sip:uas@192.0.2.9;transport=udp>;expires=3";
  const early = { to: tagIn(header(progress, "To")), callId: "c2" };
  return {
    world,
    texts: [
      fromAnn("ACK", [], { to: tag, branch: "b2" }),
      fromAnn("INVITE", ["Session-Expires: 90", "Min-SE: 90", "Record-Route: <sip:p;lr>, <sip:q>"], {
        to: tag,
        cseq: 2,
        branch: "b3",
        body: sdp(3),
      }),
      fromAnn("UPDATE", ["Supported: timer", "Allow: UPDATE"], { to: tag, cseq: 3, branch: "b4" }),
      fromAnn("REFER", ["Refer-To: <sip:x@y?Replaces=a%3Bto-tag%3Db>"], { to: tag, cseq: 4, branch: "b5" }),
      fromAnn("PRACK", [`RAck: ${header(progress, "RSeq")} 1 INVITE`], { ...early, cseq: 2, branch: "x2" }),
      fromAnn("CANCEL", ['Reason: SIP;cause=200;text="x"'], { callId: "c2", branch: "x1" }),
      fromAnn("BYE", [], { to: tag, cseq: 9, branch: "b9" }),
      fromAnn("REGISTER", ["Expires: 60", 'Authorization: Digest username="a", response="b"'], { callId: "r", branch: "r1" }),
      fromAnn("NOTIFY", ["Event: dialog", "Subscription-State: terminated"], {
        callId: header(subscribe, "Call-ID")!,
        to: tagIn(header(subscribe, "From")),
        branch: "n1",
      }),
      answerTo(invite, 183, "Progress", [contact, "Require: 100rel", "RSeq: 1"], { tag: "f1", body: sdp() }),
      answerTo(invite, 180, "Ringing", [contact, "Record-Route: <sip:192.0.2.9;lr>"], { tag: "f2" }),
      answerTo(invite, 200, "OK", [contact, "Session-Expires: 1800;refresher=uas", "Allow: UPDATE"], { tag: "f2", body: sdp() }),
      answerTo(invite, 200, "OK", [contact], { tag: "f1", body: sdp() }),
      answerTo(subscribe, 202, "Accepted", [contact, "Expires: 60"]),
    ],
  };
}

type Change = { kind: "byte" | "cut" | "line" | "double" | "value"; at: number; with: string };
const changes: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("byte", "cut", "line", "double", "value"),
  at: fc.nat(2_000),
  with: fc.oneof(
    fc.constantFrom(
      "",
      "*",
      "0",
      "-1",
      "4294967296",
      "<",
      '"',
      ";",
      ",",
      "=",
      "<sip:>",
      "<sip:[::1>",
      ";tag=",
      "sip:",
      "\0",
      "|",
      "%",
      "9999999999999999999",
    ),
    fc.string({ maxLength: 20 }),
  ),
});

function changed(text: string, { kind, at, with: insert }: Change): string {
  const lines = text.split("\r\n");
  const line = at % lines.length;
  switch (kind) {
    case "byte":
      return text.slice(0, at % text.length) + insert + text.slice((at % text.length) + 1);
    case "cut":
      return text.slice(0, at % text.length);
    case "line":
      return lines.filter((_, i) => i !== line).join("\r\n");
    case "double":
      return lines.flatMap((other, i) => (i === line ? [other, other] : [other])).join("\r\n");
    case "value":
      return lines.map((other, i) => (i === line ? `${other.split(":")[0]}: ${insert}` : other)).join("\r\n");
  }
}

describe("messages somebody broke", () => {
  it("never throw, never leave anything behind, and what applications are told stays readable", () => {
    const step = fc.tuple(fc.nat(13), fc.array(changes, { maxLength: 3 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const { world, texts } = busy();
        for (const [which, list, pause] of steps) {
          world.hear(list.reduce(changed, texts[which]!));
          world.wait(pause * 400);
        }
        for (const item of world.out) {
          if (item.kind !== "told" || !("sip" in item.notice) || !("dialogId" in item.notice)) continue;
          expect(item.notice.dialogId).not.toMatch(/[|\s]/);
          // drachtio-srf throws without these.
          for (const name of ["From", "To", "Call-ID", "CSeq"]) expect(header(item.text, name)).toBeTruthy();
          if (item.notice.kind === "answer" || item.text.startsWith("INVITE"))
            expect(item.text).toMatch(/^(?:INVITE|SIP\/2\.0 \d{3}) /);
        }
        world.disconnect("app");
        world.wait(4_000_000);
        expect(world.agent.gauges()).toMatchObject({
          dialogs: 0,
          serverExchanges: 0,
          clientExchanges: 0,
          transactions: { client: 0, server: 0 },
        });
      }),
      { numRuns: 150 },
    );
  });

  it("so do applications that talk nonsense", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "",
        "sip:placeholder",
        "sip:uas@192.0.2.9",
        "<sip:x@localhost>;tag=|",
        "1 INVITE",
        "-5",
        "100rel",
        "8;refresher=x",
        "*",
      ),
      fc.string({ maxLength: 30 }),
    );
    const name = fc.constantFrom(
      "from",
      "to",
      "call-id",
      "cseq",
      "contact",
      "require",
      "session-expires",
      "rack",
      "expires",
      "max-forwards",
      "content-type",
      "x-y",
    );
    const method = fc.constantFrom(
      "INVITE",
      "ACK",
      "BYE",
      "PRACK",
      "UPDATE",
      "INFO",
      "SUBSCRIBE",
      "NOTIFY",
      "REFER",
      "OPTIONS",
      "REGISTER",
    );
    const said = fc.record({
      what: fc.constantFrom("ask", "in dialog", "answer", "cancel"),
      method,
      status: fc.integer({ min: 100, max: 699 }),
      headers: fc.dictionary(name, word, { maxKeys: 4 }),
      uri: word,
      body: word,
      pick: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), (list) => {
        const { world, texts } = busy();
        const ids = world.out.flatMap((item) =>
          item.kind === "told" && "transactionId" in item.notice ? [item.notice.transactionId] : [],
        );
        const dialogs = world.out.flatMap((item) =>
          item.kind === "told" && "dialogId" in item.notice ? [item.notice.dialogId] : [],
        );
        for (const { what, method: verb, status, headers, uri, body, pick } of list) {
          const before = world.out.length;
          const id = ids[pick % ids.length]!;
          if (what === "answer") world.say(respond(id, status, headers, body));
          else if (what === "cancel") world.say(giveUp(id));
          else world.say(ask(verb, uri, headers, body, what === "ask" ? {} : { dialogId: dialogs[pick % dialogs.length]! }));
          if (pick % 3 === 0) world.hear(texts[pick % texts.length]!);
          for (const item of world.out.slice(before))
            if (item.kind === "sent") expect(item.text.split("\r\n\r\n")[0]).not.toMatch(/[^\r]\n|\r[^\n]/);
        }
        world.disconnect("app");
        world.wait(4_000_000);
        expect(world.agent.gauges()).toMatchObject({
          dialogs: 0,
          serverExchanges: 0,
          clientExchanges: 0,
          transactions: { client: 0, server: 0 },
        });
      }),
      { numRuns: 150 },
    );
  });
});

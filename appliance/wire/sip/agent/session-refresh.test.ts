import { describe, expect, it } from "vitest";
import { AgentWorld, answerTo, ask, firstLine, fromAnn, header, respond, sdp, tagIn } from "./agent-world.ts";

const contact = ["Contact: <sip:uas@192.0.2.9:5060>"];

function called(extra: string[], answerHeaders: Record<string, string> = {}): { world: AgentWorld; tag: string } {
  const world = new AgentWorld();
  world.connect("app", "invite", "cdr:stop");
  world.hear(fromAnn("INVITE", extra, { body: sdp() }));
  world.say(respond(world.told("new-request").transactionId, 200, answerHeaders, sdp(2)));
  const tag = tagIn(header(world.sent("SIP/2.0 200"), "To"));
  world.hear(fromAnn("ACK", [], { branch: "b2", to: tag }));
  world.news();
  return { world, tag };
}

function calling(answer: string[], allow: string[] = []): AgentWorld {
  const world = new AgentWorld();
  world.connect("app", "cdr:stop");
  world.say(ask("INVITE", "sip:uas@192.0.2.9", {}, sdp(2)));
  world.hear(answerTo(world.sent("INVITE"), 200, "OK", [...contact, ...allow, ...answer], { body: sdp() }));
  world.say(ask("ACK", "sip:uas@192.0.2.9", {}, "", { dialogId: world.told("answer").dialogId }));
  world.news();
  return world;
}

describe("session timers of calls that come in (RFC 4028 9)", () => {
  it.each([
    [["Session-Expires: 1800;refresher=uac", "Supported: timer"], {}, "1800;refresher=uac", "timer"],
    [["Session-Expires: 1800;refresher=uas", "Supported: timer"], {}, "1800;refresher=uas", undefined],
    [["Session-Expires: 1800", "Supported: timer"], {}, "1800;refresher=uac", "timer"],
    [["Session-Expires: 1800"], {}, "1800;refresher=uas", undefined],
    [["Supported: timer"], { "session-expires": "300" }, "300;refresher=uac", "timer"],
    [["Session-Expires: 600;refresher=uas", "Supported: timer"], { "session-expires": "200" }, "200;refresher=uas", undefined],
    [["Session-Expires: 600", "Min-SE: 400", "Supported: timer"], { "session-expires": "100" }, "400;refresher=uac", "timer"],
    [["Supported: timer"], {}, undefined, undefined],
  ] as [string[], Record<string, string>, string | undefined, string | undefined][])(
    "%j, application %j: %s",
    (extra, given, expires, require) => {
      const { world } = called(extra, given);
      expect(header(world.sent("SIP/2.0 200"), "Session-Expires")).toBe(expires);
      expect(header(world.sent("SIP/2.0 200"), "Require")).toBe(require);
    },
  );

  it("the caller does not refresh: BYE a little before the time is over", () => {
    const { world } = called(["Session-Expires: 90;refresher=uac", "Supported: timer"]);
    world.wait(59_900);
    expect(world.different("BYE")).toBe(0);
    world.wait(200); // 90 - 30 s
    expect(header(world.sent("BYE"), "Reason")).toBe('SIP;cause=200;text="Session timer expired"');
    expect(world.told("dialog-request").transactionId).toBe("unsolicited");
    expect(world.told("cdr-stop").reason).toBe("session-expired");
  });

  it("a refresh of the caller starts it anew, one without timer ends it", () => {
    const { world, tag } = called(["Session-Expires: 90;refresher=uac", "Supported: timer"]);
    world.wait(45_000);
    world.hear(fromAnn("UPDATE", ["Session-Expires: 90;refresher=uac", "Supported: timer"], { branch: "u1", cseq: 2, to: tag }));
    world.say(respond(world.told("dialog-request").transactionId, 200));
    expect(header(world.sent("SIP/2.0 200"), "Session-Expires")).toBe("90;refresher=uac");
    world.wait(55_000);
    expect(world.different("BYE")).toBe(0);
    world.hear(fromAnn("UPDATE", [], { branch: "u2", cseq: 3, to: tag }));
    world.say(respond(world.told("dialog-request").transactionId, 200));
    world.wait(200_000);
    expect(world.different("BYE")).toBe(0);
  });

  it("we refresh at half time with the session description last given, and nobody is bothered", () => {
    const { world } = called(["Session-Expires: 90;refresher=uas", "Supported: timer"]);
    world.wait(45_000);
    const refresh = world.sent("INVITE");
    expect(world.news()).toEqual(["> INVITE sip:ann@192.0.2.9:5060 SIP/2.0"]);
    expect(refresh).toContain(sdp(2));
    expect(header(refresh, "Session-Expires")).toBe("90;refresher=uac");
    world.hear(
      answerTo(refresh, 200, "OK", ["Contact: <sip:ann@192.0.2.9:5060>", "Session-Expires: 90;refresher=uac"], { body: sdp() }),
    );
    expect(world.news()).toEqual(["> ACK sip:ann@192.0.2.9:5060 SIP/2.0"]);
    world.wait(45_000);
    expect(world.news()).toEqual(["> INVITE sip:ann@192.0.2.9:5060 SIP/2.0"]);
  });

  it("a re-INVITE below our minimum is 422", () => {
    const { world, tag } = called(["Session-Expires: 1800;refresher=uac", "Supported: timer"]);
    world.hear(fromAnn("INVITE", ["Session-Expires: 30"], { branch: "r1", cseq: 2, to: tag }));
    expect(header(world.sent("SIP/2.0 422"), "Min-SE")).toBe("90");
  });
});

describe("session timers of calls that go out (RFC 4028 7)", () => {
  it("without a word about the refresher it is us, by UPDATE where the peer has it", () => {
    const world = calling(["Session-Expires: 100"], ["Allow: INVITE, UPDATE"]);
    world.wait(50_000);
    const update = world.sent("UPDATE");
    expect(update).toContain("Content-Length: 0");
    world.hear(answerTo(update, 200, "OK", [...contact, "Session-Expires: 100;refresher=uac"]));
    world.wait(49_000);
    expect(world.different("UPDATE")).toBe(1);
    world.wait(2_000);
    expect(world.different("UPDATE")).toBe(2);
  });

  it("the peer refreshes, or loses the call", () => {
    const world = calling(["Session-Expires: 120;refresher=uas"]);
    world.wait(87_000);
    expect(world.different("BYE")).toBe(0);
    world.wait(2_000); // 120 - 32 s
    expect(world.different("BYE")).toBe(1);
  });

  it.each([
    ["422 raises the interval", 422, ["Min-SE: 400"], /^400;refresher=uac$/],
    ["491 is tried again later", 491, [], /^100;refresher=uac$/],
  ])("%s", (_name, status, extra, expires) => {
    const world = calling(["Session-Expires: 100;refresher=uac"], ["Allow: UPDATE"]);
    world.wait(50_000);
    world.hear(answerTo(world.sent("UPDATE"), status, "No", extra as string[]));
    world.wait(4_100);
    expect(world.different("UPDATE")).toBe(2);
    expect(header(world.sent("UPDATE"), "Session-Expires")).toMatch(expires);
  });

  it("UPDATE that is not known after all becomes re-INVITE", () => {
    const world = calling(["Session-Expires: 100;refresher=uac"], ["Allow: UPDATE"]);
    world.wait(50_000);
    world.hear(answerTo(world.sent("UPDATE"), 501, "Not Implemented"));
    world.wait(100);
    expect(firstLine(world.sent("INVITE sip:uas@192.0.2.9:5060"))).toBe("INVITE sip:uas@192.0.2.9:5060 SIP/2.0");
  });

  it.each([481, "silence"])("a refresh answered with %s ends the call", (answer) => {
    const world = calling(["Session-Expires: 100;refresher=uac"], ["Allow: UPDATE"]);
    world.wait(50_000);
    if (answer === 481) world.hear(answerTo(world.sent("UPDATE"), 481, "Gone"));
    world.wait(33_000);
    expect(world.told("cdr-stop").reason).toBe("session-expired");
    expect(world.different("BYE")).toBeGreaterThan(0);
  });

  it("a re-INVITE of the application keeps the timer in words", () => {
    const world = calling(["Session-Expires: 100;refresher=uac"]);
    world.say(ask("INVITE", "sip:placeholder", {}, sdp(3), { dialogId: world.told("answer").dialogId }));
    expect(header(world.sent("INVITE"), "Session-Expires")).toBe("100;refresher=uac");
    expect(header(world.sent("INVITE"), "Supported")).toBe("timer");
  });
});

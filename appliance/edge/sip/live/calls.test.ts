import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LineCommand } from "../../../contract/line.ts";
import type { LegId, LineId, PhoneId } from "../../../kit/ids.ts";
import { headerValue } from "../../../wire/sip/message/headers.ts";
import type { SipHeader, SipRequest } from "../../../wire/sip/message/types.ts";
import { type Signalling, startSignalling } from "../../signalling/start-signalling.ts";
import { config, ours, passwordOf, phone, SipLab, trunk } from "./sip-lab.ts";
import { type PeerDialog, SipPeer, sdp, text, value } from "./sip-peer.ts";

const soon = { timeout: 15_000 };

const port = 26_010;
const at = { host: "127.0.0.1", port };
let server: Signalling;
let lab: SipLab;
/** A carrier's box, and a phone with two places. */
let carrier: SipPeer;
let desk: SipPeer;
let mobile: SipPeer;

/** Other ports for each test: what a former one left unanswered goes on being sent. */
let base = 26_300;
const trunks = () => [
  trunk("in", { acceptFrom: ["127.0.0.1"] }),
  trunk("out", { host: "127.0.0.1", port: base, order: 2, callerId: "96100", maxCalls: 1 }),
];
const phones = [phone("8001"), phone("8002")];

beforeAll(async () => {
  server = await startSignalling({ udp: [at], trusted: ["127.0.0.1"] });
});
afterAll(() => server.stop("end of test"));
beforeEach(async () => {
  base += 3;
  lab = new SipLab(server, config(trunks(), phones));
  await lab.edge.start();
  [carrier, desk, mobile] = (await Promise.all([base, base + 1, base + 2].map((p) => SipPeer.open(p, at)))) as [
    SipPeer,
    SipPeer,
    SipPeer,
  ];
});
afterEach(async () => {
  await lab.stop();
  for (const peer of [carrier, desk, mobile]) peer.close();
});

const uri = (user: string): string => `sip:${user}@127.0.0.1:${port}`;
const contactOf = (peer: SipPeer, user: string): SipHeader => ({ name: "Contact", value: peer.contact(user) });
const perform = (command: LineCommand): void => lab.edge.perform(command);
const noMedia = { ...ours, port: 30_010 };

function invite(
  headers: SipHeader[] = [],
  { body = sdp(), from = "sip:13800138000@carrier", to = "96100" }: { body?: string; from?: string; to?: string } = {},
): SipRequest {
  return carrier.ask("INVITE", { uri: uri(to), from, headers: [contactOf(carrier, "c"), ...headers], ...(body ? { body } : {}) });
}

/** The carrier calls, we answer, it acknowledges. */
async function talkingIn(): Promise<{ leg: LegId; dialog: PeerDialog }> {
  const sent = invite();
  const { leg } = await lab.next("line.ringing");
  perform({ do: "line.answer", leg, local: ours });
  const dialog = carrier.dialogOf(sent, await carrier.final(sent));
  carrier.inDialog(dialog, "ACK");
  await lab.next("line.confirmed");
  return { leg, dialog };
}

async function register(peer: SipPeer, user: string): Promise<void> {
  const first = peer.ask("REGISTER", {
    uri: `sip:127.0.0.1:${port}`,
    from: `sip:${user}@lab`,
    to: `sip:${user}@lab`,
    headers: [contactOf(peer, user), { name: "Expires", value: "300" }],
  });
  const done = await peer.final(peer.again(first, await peer.final(first), user, passwordOf(user)));
  expect(done.status).toBe(200);
}

let legs = 0;
function dial(to: Extract<LineCommand, { do: "line.dial" }>["to"], giveUpMs = 60_000): LegId {
  const leg = `d${++legs}/2` as LegId;
  perform({ do: "line.dial", leg, to, from: { number: "13800138000", name: "Ann" }, local: ours, giveUpMs, ring: "priority" });
  return leg;
}
const toPhone = (id: string) => ({ kind: "phone", phone: id as PhoneId, number: id }) as const;
const toTrunk = (number: string) => ({ kind: "line", line: "out" as LineId, number }) as const;

describe("a call comes in over a trunk", () => {
  test("rings, is told of progress, is answered, ends by its BYE", async () => {
    const sent = invite([{ name: "Diversion", value: "<sip:8888@carrier>;reason=no-answer" }]);
    const ringing = await lab.next("line.ringing");
    expect(ringing).toMatchObject({
      party: { kind: "line", line: "in" },
      from: { number: "13800138000", withheld: false },
      to: { number: "96100" },
      callRef: value(sent, "Call-ID"),
      diverted: { first: "8888", by: "8888", why: "no-answer", times: 1 },
      remote: { address: "127.0.0.1", port: 40_000, telephoneEventType: 101 },
    });
    const { leg } = ringing;
    perform({ do: "line.progress", leg, how: "ringing" });
    expect(text(await carrier.next("180 INVITE"))).toBe("");
    perform({ do: "line.progress", leg, how: "early", local: ours });
    expect(text(await carrier.next("183 INVITE"))).toContain("m=audio 30000");
    perform({ do: "line.answer", leg, local: ours });
    const ok = await carrier.final(sent);
    expect(text(ok)).toContain("a=rtpmap:8 PCMA/8000");
    expect(value(ok, "Allow")).toContain("UPDATE");
    const dialog = carrier.dialogOf(sent, ok);
    carrier.inDialog(dialog, "ACK");
    expect(await lab.next("line.confirmed")).toEqual({ on: "line.confirmed", leg });
    const bye = carrier.inDialog(dialog, "BYE");
    expect((await carrier.final(bye)).status).toBe(200);
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "hangup", by: "far" });
    expect(lab.edge.gauges().legs).toBe(0);
  });

  test("ends by our BYE, with the reason, once", async () => {
    const { leg } = await talkingIn();
    perform({ do: "line.hangup", leg, why: "time-limit" });
    perform({ do: "line.hangup", leg, why: "hangup" });
    const bye = await carrier.request("BYE");
    expect(value(bye, "Reason")).toBe('Q.850;cause=102;text="time limit reached"');
    carrier.reply(bye, 200);
    expect(lab.saidOf(leg).filter((on) => on === "line.ended")).toHaveLength(1);
  });

  test.each([
    ["busy", 486],
    ["not-found", 404],
    ["overload", 503],
    ["blocked", 403],
    ["no-media", 488],
  ] as const)("refused: %s", async (why, status) => {
    const sent = invite();
    const { leg } = await lab.next("line.ringing");
    perform({ do: "line.hangup", leg, why });
    const refusal = await carrier.final(sent);
    expect(refusal.status).toBe(status);
    expect(value(refusal, "Reason")).toMatch(/^Q\.850;cause=\d+/);
    carrier.ackRefusal(sent, refusal);
    expect(await lab.next("line.ended")).toMatchObject({ leg, why, by: "us" });
  });

  test("who calls: the carrier's word outranks the caller's, privacy outranks both", async () => {
    invite([{ name: "P-Asserted-Identity", value: '"Ann" <sip:+8613800138000@carrier>' }]);
    expect((await lab.next("line.ringing")).from).toEqual({ number: "+8613800138000", name: "Ann", withheld: false });
    invite([
      { name: "P-Asserted-Identity", value: "<sip:110@carrier>" },
      { name: "Privacy", value: "id" },
    ]);
    expect((await lab.next("line.ringing")).from).toMatchObject({ number: "110", withheld: true });
    invite([], { from: "sip:anonymous@anonymous.invalid" });
    expect((await lab.next("line.ringing")).from).toMatchObject({ withheld: true });
    invite([], { to: "+862188888888;npdi" });
    expect((await lab.next("line.ringing")).to).toEqual({ number: "+862188888888" });
  });

  test("without an offer: ours is in the 200, theirs in the ACK", async () => {
    const sent = invite([], { body: "" });
    const { leg, remote } = await lab.next("line.ringing");
    expect(remote).toBeUndefined();
    perform({ do: "line.answer", leg, local: ours });
    const ok = await carrier.final(sent);
    expect(text(ok)).toContain("m=audio 30000");
    carrier.inDialog(carrier.dialogOf(sent, ok), "ACK", { body: sdp(41_000) });
    expect(await lab.next("line.confirmed")).toMatchObject({ leg, remote: { port: 41_000 } });
  });

  test("without an offer, and then without an answer: BYE", async () => {
    const sent = invite([], { body: "" });
    const { leg } = await lab.next("line.ringing");
    perform({ do: "line.answer", leg, local: ours });
    carrier.inDialog(carrier.dialogOf(sent, await carrier.final(sent)), "ACK");
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "no-media", by: "us" });
    carrier.reply(await carrier.request("BYE"), 200);
  });

  test("with an offer nobody can read: 488 and why", async () => {
    const sent = invite([], { body: "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 4000 RTP/AVP 31\r\n" });
    const refusal = await carrier.final(sent);
    expect([refusal.status, value(refusal, "Warning")]).toEqual([488, '305 linebox "no audio stream"']);
    carrier.ackRefusal(sent, refusal);
    expect(lab.all.filter((e) => e.on === "line.ringing")).toEqual([]);
  });

  test("wants to take the place of a call that isn't there: 481", async () => {
    const sent = invite([{ name: "Replaces", value: "nobody;to-tag=1;from-tag=2" }]);
    const refusal = await carrier.final(sent);
    expect(refusal.status).toBe(481);
    carrier.ackRefusal(sent, refusal);
  });

  test("wants to take the place of one that is", async () => {
    const { leg, dialog } = await talkingIn();
    invite([{ name: "Replaces", value: `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}` }]);
    expect(await lab.next("line.ringing")).toMatchObject({ replaces: leg });
  });
});

describe("the caller gives up", () => {
  test("while it rings", async () => {
    const sent = invite();
    const { leg } = await lab.next("line.ringing");
    perform({ do: "line.progress", leg, how: "ringing" });
    await carrier.next("180 INVITE");
    expect((await carrier.final(carrier.cancel(sent))).status).toBe(200);
    const refusal = await carrier.final(sent);
    expect(refusal.status).toBe(487);
    carrier.ackRefusal(sent, refusal);
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "abandoned", status: 487, by: "far" });
    // What was on its way when he left does no harm.
    perform({ do: "line.answer", leg, local: ours });
    perform({ do: "line.hangup", leg, why: "hangup" });
    expect(lab.saidOf(leg)).toEqual(["line.ringing", "line.ended"]);
    expect(lab.edge.gauges().legs).toBe(0);
  });

  test("in the very moment we answer: one end, nobody left talking", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const sent = invite();
      const { leg } = await lab.next("line.ringing");
      carrier.cancel(sent);
      perform({ do: "line.answer", leg, local: ours });
      const final = await carrier.final(sent);
      if (final.status < 300) {
        carrier.inDialog(carrier.dialogOf(sent, final), "ACK");
        carrier.reply(await carrier.request("BYE"), 200);
      } else carrier.ackRefusal(sent, final);
      await lab.next("line.ended");
      expect(lab.saidOf(leg).filter((on) => on === "line.ended")).toHaveLength(1);
    }
    expect(lab.edge.gauges().legs).toBe(0);
  });

  test("we hang up in the very moment we answer: the caller hears a BYE", async () => {
    const sent = invite();
    const { leg } = await lab.next("line.ringing");
    perform({ do: "line.answer", leg, local: ours });
    perform({ do: "line.hangup", leg, why: "time-limit" });
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "time-limit", by: "us" });
    const ok = await carrier.final(sent);
    carrier.inDialog(carrier.dialogOf(sent, ok), "ACK");
    const bye = await carrier.request("BYE");
    expect(value(bye, "Reason")).toContain("cause=102");
    carrier.reply(bye, 200);
    expect(lab.edge.gauges().legs).toBe(0);
  });
});

describe("a phone calls", () => {
  test("proves itself, and is known as itself", async () => {
    const sent = desk.ask("INVITE", { uri: uri("8002"), from: "sip:8001@lab", headers: [contactOf(desk, "8001")], body: sdp() });
    // Its address is a trunk's too: without credentials it is taken for a caller of the trunk.
    expect((await lab.next("line.ringing")).party).toEqual({ kind: "line", line: "in" });
    perform({ do: "line.hangup", leg: "call1/1" as LegId, why: "busy" });
    desk.ackRefusal(sent, await desk.final(sent));
    await register(desk, "8001");
    const known = desk.ask("INVITE", { uri: uri("8002"), from: "sip:8001@lab", headers: [contactOf(desk, "8001")], body: sdp() });
    const challenge = await desk.final(known);
    expect(challenge.status).toBe(401);
    desk.ackRefusal(known, challenge);
    desk.again(known, challenge, "8001", passwordOf("8001"));
    expect(await lab.next("line.ringing")).toMatchObject({
      party: { kind: "phone", phone: "8001" },
      from: { number: "8001" },
      to: { number: "8002" },
    });
  });

  test("in another's name: 403", async () => {
    await register(desk, "8001");
    const sent = desk.ask("INVITE", { uri: uri("8002"), from: "sip:8001@lab", headers: [contactOf(desk, "8001")], body: sdp() });
    const challenge = await desk.final(sent);
    desk.ackRefusal(sent, challenge);
    const again = desk.again(sent, challenge, "8002", passwordOf("8002"));
    const refusal = await desk.final(again);
    expect(refusal.status).toBe(403);
    desk.ackRefusal(again, refusal);
    expect(lab.all.filter((e) => e.on === "line.ringing")).toEqual([]);
  });
});

describe("we call a phone", () => {
  test("at one place: rings, answers, ends", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"));
    const got = await desk.request("INVITE");
    expect(value(got, "From")).toMatch(/^"Ann" <sip:13800138000@lab>;tag=/);
    expect(value(got, "To")).toBe("<sip:8001@lab>");
    expect(value(got, "Alert-Info")).toBe("<urn:alert:priority:high>");
    expect(value(got, "Session-Expires")).toContain("1800");
    expect(text(got)).toContain("m=audio 30000 RTP/AVP 8 101");
    desk.reply(got, 180, { toTag: "t" });
    expect(await lab.next("line.progressed")).toMatchObject({ leg, status: 180, callRef: value(got, "Call-ID") });
    const dialog = desk.accept(got, "8001");
    expect(await lab.next("line.answered")).toMatchObject({ leg, remote: { port: 40_000 }, callRef: value(got, "Call-ID") });
    await desk.request("ACK");
    desk.inDialog(dialog, "BYE");
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "hangup", by: "far" });
    expect(lab.edge.gauges().legs).toBe(0);
  });

  test("at two places: the first to answer has it, the other is cancelled", async () => {
    await register(desk, "8001");
    await register(mobile, "8001");
    const leg = dial(toPhone("8001"));
    const [atDesk, atMobile] = [await desk.request("INVITE"), await mobile.request("INVITE")];
    expect(value(atDesk, "Call-ID")).not.toBe(value(atMobile, "Call-ID"));
    desk.reply(atDesk, 180, { toTag: "d" });
    mobile.reply(atMobile, 180, { toTag: "m" });
    await lab.next("line.progressed");
    await lab.next("line.progressed");
    mobile.accept(atMobile, "8001");
    expect(await lab.next("line.answered")).toMatchObject({ leg, callRef: value(atMobile, "Call-ID") });
    const cancel = await desk.request("CANCEL");
    desk.reply(cancel, 200);
    desk.reply(atDesk, 487, { toTag: "d" });
    await desk.request("ACK");
    expect(lab.saidOf(leg)).toEqual(["line.progressed", "line.progressed", "line.answered"]);
  });

  test("at two places that answer at the same moment: the second is told that somebody else has it", async () => {
    await register(desk, "8001");
    await register(mobile, "8001");
    const leg = dial(toPhone("8001"));
    const [atDesk, atMobile] = [await desk.request("INVITE"), await mobile.request("INVITE")];
    desk.accept(atDesk, "8001");
    mobile.accept(atMobile, "8001");
    await lab.next("line.answered");
    const late = await Promise.race([
      desk.request("BYE").then((bye) => ({ bye, peer: desk })),
      mobile.request("BYE").then((bye) => ({ bye, peer: mobile })),
    ]);
    late.peer.reply(late.bye, 200);
    expect(lab.saidOf(leg)).toEqual(["line.answered"]);
    expect(lab.edge.gauges().legs).toBe(1);
  });

  test("at two places that say no: the more telling answer counts; a 603 counts for both", async () => {
    await register(desk, "8001");
    await register(mobile, "8001");
    dial(toPhone("8001"));
    desk.reply(await desk.request("INVITE"), 486, { toTag: "d" });
    mobile.reply(await mobile.request("INVITE"), 404, { toTag: "m" });
    expect(await lab.next("line.ended")).toMatchObject({ why: "busy", status: 486, by: "far" });
    dial(toPhone("8001"));
    const waiting = await mobile.request("INVITE");
    mobile.reply(waiting, 180, { toTag: "m2" });
    desk.reply(await desk.request("INVITE"), 603, { toTag: "d2" });
    expect(await lab.next("line.ended")).toMatchObject({ why: "rejected", status: 603 });
    mobile.reply(await mobile.request("CANCEL"), 200);
    mobile.reply(waiting, 487, { toTag: "m2" });
  });

  test("nobody is registered: unreachable, at once", async () => {
    const leg = dial(toPhone("8002"));
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "unreachable", by: "box" });
  });

  test("a phone that is gone without a word: no answer when the time is over, and nothing is left of the try", async () => {
    await register(desk, "8001");
    desk.close();
    const leg = dial(toPhone("8001"), 20_000);
    lab.clock.advance(20_000);
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "no-answer", by: "box" });
    expect(lab.edge.gauges().legs).toBe(0);
  });

  test("the time to ring ends with the answer: who talks longer is left alone", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"), 20_000);
    desk.accept(await desk.request("INVITE"), "8001");
    await lab.next("line.answered");
    lab.clock.advance(25_000);
    perform({ do: "line.hangup", leg, why: "hangup" });
    desk.reply(await desk.request("BYE"), 200);
    expect(lab.saidOf(leg)).toEqual(["line.answered", "line.ended"]);
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "hangup", by: "us" });
  });

  test("it rings too long: cancelled, and said to be no answer", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"), 20_000);
    const got = await desk.request("INVITE");
    desk.reply(got, 180, { toTag: "t" });
    await lab.next("line.progressed");
    lab.clock.advance(20_000);
    expect(await lab.next("line.ended")).toEqual({ on: "line.ended", leg, why: "no-answer", status: 408, by: "box" });
    desk.reply(await desk.request("CANCEL"), 200);
    desk.reply(got, 487, { toTag: "t" });
  });

  test("we hang up while it rings, and its answer comes all the same: BYE with our reason", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"));
    const got = await desk.request("INVITE");
    desk.reply(got, 180, { toTag: "t" });
    await lab.next("line.progressed");
    perform({ do: "line.hangup", leg, why: "answered-elsewhere" });
    await desk.request("CANCEL");
    desk.accept(got, "8001");
    const bye = await desk.request("BYE");
    desk.reply(bye, 200);
    expect(lab.saidOf(leg)).toEqual(["line.progressed", "line.ended"]);
  });

  test("we hang up before the INVITE has left", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"));
    perform({ do: "line.hangup", leg, why: "hangup" });
    expect(lab.saidOf(leg)).toEqual(["line.ended"]);
    const got = await desk.request("INVITE");
    desk.reply(got, 180, { toTag: "t" });
    desk.reply(await desk.request("CANCEL"), 200);
    desk.reply(got, 487, { toTag: "t" });
  });

  test("it answers with sound we can't read: BYE", async () => {
    await register(desk, "8001");
    const leg = dial(toPhone("8001"));
    desk.accept(await desk.request("INVITE"), "8001", "v=0\r\n");
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "no-media" });
    desk.reply(await desk.request("BYE"), 200);
  });

  test("no timer of a call outlives it", async () => {
    await register(desk, "8001");
    const before = lab.clock.pending;
    for (let i = 0; i < 5; i++) {
      dial(toPhone("8001"));
      desk.reply(await desk.request("INVITE"), 486, { toTag: `t${i}` });
      await lab.next("line.ended");
    }
    expect(lab.clock.pending).toBe(before);
  });
});

describe("we call over a trunk", () => {
  test("the number as dialled, our number as the carrier knows us, within its limit", async () => {
    const leg = dial(toTrunk("13900139000"));
    const got = await carrier.request("INVITE");
    expect(got.uri).toBe(`sip:13900139000@127.0.0.1:${base}`);
    expect(value(got, "From")).toContain(`<sip:96100@127.0.0.1:${base}>`);
    expect(value(got, "P-Asserted-Identity")).toBe(`<sip:96100@127.0.0.1:${base}>`);
    dial(toTrunk("110"));
    expect(await lab.next("line.ended")).toMatchObject({ why: "overload", by: "box" });
    carrier.reply(got, 183, { toTag: "t", body: sdp(42_000) });
    expect(await lab.next("line.progressed")).toMatchObject({ leg, status: 183, remote: { port: 42_000 } });
    carrier.reply(got, 404, { toTag: "t" });
    expect(await lab.next("line.ended")).toMatchObject({ leg, why: "not-found", status: 404, by: "far" });
  });

  test("one that isn't there", async () => {
    dial({ kind: "line", line: "nowhere" as LineId, number: "1" });
    expect(await lab.next("line.ended")).toMatchObject({ why: "line-failed", by: "box" });
  });

  test("a number that tries to be more than a number stays one", async () => {
    dial(toTrunk("1@evil;x=\r\nX-Evil: 1"));
    const got = await carrier.request("INVITE");
    expect(got.uri).toBe(`sip:1%40evil%3Bx%3D%0D%0AX-Evil%3A%201@127.0.0.1:${base}`);
    expect(headerValue(got, "X-Evil")).toBeUndefined();
    carrier.reply(got, 404, { toTag: "t" });
  });
});

describe("within a call", () => {
  test("the far side holds and resumes by re-INVITE; the ACK is told", async () => {
    const { leg, dialog } = await talkingIn();
    const hold = carrier.inDialog(dialog, "INVITE", { body: sdp(40_000, "sendonly", 2) });
    expect(await lab.next("line.offered")).toMatchObject({ leg, remote: { direction: "sendonly" } });
    perform({ do: "line.accept", leg, local: { ...ours, direction: "recvonly", sessionVersion: 2 } });
    const ok = await carrier.final(hold);
    expect(text(ok)).toContain("a=recvonly");
    carrier.inDialog(dialog, "ACK");
    await lab.next("line.confirmed");
    const resume = carrier.inDialog(dialog, "INVITE", { body: sdp(40_000, "sendrecv", 3) });
    await lab.next("line.offered");
    perform({ do: "line.accept", leg, local: { ...ours, sessionVersion: 3 } });
    expect(text(await carrier.final(resume))).toContain("a=sendrecv");
    carrier.inDialog(dialog, "ACK");
  });

  test("a re-INVITE without an offer asks for ours; theirs comes in the ACK", async () => {
    const { leg, dialog } = await talkingIn();
    const asking = carrier.inDialog(dialog, "INVITE");
    expect(await lab.next("line.offered")).toEqual({ on: "line.offered", leg });
    perform({ do: "line.accept", leg, local: ours });
    expect(text(await carrier.final(asking))).toContain("m=audio 30000");
    carrier.inDialog(dialog, "ACK", { body: sdp(43_000) });
    expect(await lab.next("line.confirmed")).toMatchObject({ leg, remote: { port: 43_000 } });
    // And the session can be changed again after that.
    const again = carrier.inDialog(dialog, "INVITE", { body: sdp(44_000) });
    expect(await lab.next("line.offered")).toMatchObject({ remote: { port: 44_000 } });
    perform({ do: "line.accept", leg, local: ours });
    expect((await carrier.final(again)).status).toBe(200);
    carrier.inDialog(dialog, "ACK");
  });

  test("UPDATE with an offer, and one that only refreshes", async () => {
    const { leg, dialog } = await talkingIn();
    const update = carrier.inDialog(dialog, "UPDATE", { body: sdp(45_000, "sendonly") });
    expect(await lab.next("line.offered")).toMatchObject({ leg, remote: { port: 45_000 } });
    perform({ do: "line.accept", leg, local: { ...ours, direction: "recvonly" } });
    expect(text(await carrier.final(update))).toContain("a=recvonly");
    expect((await carrier.final(carrier.inDialog(dialog, "UPDATE"))).status).toBe(200);
  });

  test("what can't be taken leaves the session as it was", async () => {
    const { leg, dialog } = await talkingIn();
    const nonsense = carrier.inDialog(dialog, "INVITE", { body: "v=0\r\n" });
    const refusal = await carrier.final(nonsense);
    expect(refusal.status).toBe(488);
    const wanted = carrier.inDialog(dialog, "INVITE", { body: sdp(46_000) });
    await lab.next("line.offered");
    perform({ do: "line.refuse", leg, why: "no-media" });
    expect((await carrier.final(wanted)).status).toBe(488);
    expect(lab.edge.gauges().legs).toBe(1);
  });

  test("digits by INFO", async () => {
    const { leg, dialog } = await talkingIn();
    const relay = { name: "Content-Type", value: "application/dtmf-relay" };
    const info = carrier.inDialog(dialog, "INFO", { headers: [relay], body: "Signal=5\r\nDuration=160\r\n" });
    expect((await carrier.final(info)).status).toBe(200);
    expect(await lab.next("line.digit")).toEqual({ on: "line.digit", leg, digit: "5" });
    const other = carrier.inDialog(dialog, "INFO", {
      headers: [{ name: "Content-Type", value: "application/media_control+xml" }],
      body: "<x/>",
    });
    expect((await carrier.final(other)).status).toBe(200);
    expect(lab.saidOf(leg).filter((on) => on === "line.digit")).toHaveLength(1);
  });

  test("REFER: accepted at once, its outcome told by NOTIFY; one at a time", async () => {
    const { leg, dialog } = await talkingIn();
    const referTo = { name: "Refer-To", value: "<sip:8002@lab>" };
    const refer = carrier.inDialog(dialog, "REFER", { headers: [referTo] });
    expect((await carrier.final(refer)).status).toBe(202);
    const first = await carrier.request("NOTIFY");
    expect([value(first, "Event"), value(first, "Subscription-State"), text(first)]).toEqual([
      "refer",
      "active;expires=60",
      "SIP/2.0 100 Trying\r\n",
    ]);
    carrier.reply(first, 200);
    expect(await lab.next("line.referred")).toEqual({ on: "line.referred", leg, to: "8002" });
    expect((await carrier.final(carrier.inDialog(dialog, "REFER", { headers: [referTo] }))).status).toBe(491);
    perform({ do: "line.referOutcome", leg, status: 603 });
    const last = await carrier.request("NOTIFY");
    expect([value(last, "Subscription-State"), text(last)]).toEqual(["terminated;reason=noresource", "SIP/2.0 603 rejected\r\n"]);
    carrier.reply(last, 200);
    expect(
      (
        await carrier.final(
          carrier.inDialog(dialog, "REFER", {
            headers: [{ name: "Refer-To", value: "<sip:8002@lab?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>" }],
          }),
        )
      ).status,
    ).toBe(481);
  });

  test("REFER to one of our own calls, by Replaces", async () => {
    const one = await talkingIn();
    const two = await talkingIn();
    const { callId, remoteTag, localTag } = two.dialog;
    const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
    carrier.inDialog(one.dialog, "REFER", { headers: [{ name: "Refer-To", value: `<sip:8002@lab?Replaces=${replaces}>` }] });
    expect(await lab.next("line.referred")).toMatchObject({ leg: one.leg, to: "8002", replaces: two.leg });
  });

  test("we offer new media: answered, refused, tried again after glare; a refusal doesn't stop the next one", async () => {
    const { leg } = await talkingIn();
    const quiet = lab.clock.pending;
    perform({ do: "line.reoffer", leg, local: noMedia });
    const first = await carrier.request("INVITE");
    expect(text(first)).toContain("m=audio 30010");
    carrier.reply(first, 200, { headers: [contactOf(carrier, "c")], body: sdp(47_000) });
    expect(await lab.next("line.reoffered")).toMatchObject({ leg, status: 200, remote: { port: 47_000 } });
    await carrier.request("ACK");
    perform({ do: "line.reoffer", leg, local: ours });
    carrier.reply(await carrier.request("INVITE"), 488);
    expect(await lab.next("line.reoffered")).toEqual({ on: "line.reoffered", leg, status: 488 });
    perform({ do: "line.reoffer", leg, local: ours });
    carrier.reply(await carrier.request("INVITE"), 491);
    // It waits now, but not for long.
    await vi.waitFor(() => expect(lab.clock.pending).toBe(quiet + 1), soon);
    lab.clock.advance(2_000);
    carrier.reply(await carrier.request("INVITE"), 200, { headers: [contactOf(carrier, "c")], body: sdp() });
    expect(await lab.next("line.reoffered")).toMatchObject({ status: 200 });
  });

  test("a far side that hangs up while its offer waits is answered 487", async () => {
    const { leg, dialog } = await talkingIn();
    const waiting = carrier.inDialog(dialog, "INVITE", { body: sdp(48_000) });
    await lab.next("line.offered");
    perform({ do: "line.hangup", leg, why: "hangup" });
    expect((await carrier.final(waiting)).status).toBe(487);
    carrier.reply(await carrier.request("BYE"), 200);
  });

  test("commands to a leg that is gone do nothing", async () => {
    const leg = "gone/1" as LegId;
    const commands: LineCommand[] = [
      { do: "line.answer", leg, local: ours },
      { do: "line.accept", leg, local: ours },
      { do: "line.refuse", leg, why: "busy" },
      { do: "line.progress", leg, how: "ringing" },
      { do: "line.reoffer", leg, local: ours },
      { do: "line.hangup", leg, why: "hangup" },
      { do: "line.referOutcome", leg, status: 200 },
    ];
    for (const command of commands) perform(command);
    expect(lab.all.filter((e) => "leg" in e)).toEqual([]);
  });
});

describe("the edge ends", () => {
  test("it waits for the answers to its goodbyes", async () => {
    const { leg } = await talkingIn();
    let stopped = false;
    const stopping = lab.edge.stop().then(() => {
      stopped = true;
    });
    const bye = await carrier.request("BYE");
    expect(value(bye, "Reason")).toContain("the box was stopped");
    expect(stopped).toBe(false);
    carrier.reply(bye, 200);
    await stopping;
    expect(lab.all.at(-1)).toEqual({ on: "line.ended", leg, why: "shutdown", by: "us" });
    expect(lab.clock.pending).toBe(0);
  });

  test("but not for ever", async () => {
    await talkingIn();
    const stopping = lab.edge.stop();
    await carrier.request("BYE");
    lab.clock.advance(2_000);
    await stopping;
    expect(lab.clock.pending).toBe(0);
  });
});
